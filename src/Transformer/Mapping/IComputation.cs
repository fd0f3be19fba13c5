using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Mapping;

/// <summary>Evaluates, for one reading, the expressions that are left to the script engine.</summary>
internal interface IComputation
{
    /// <summary>Puts the value of an expression into its slot; one that throws or hits a limit makes no value.</summary>
    void Fill(ScriptExpression expression, int slot, SlotTable slots);
}
