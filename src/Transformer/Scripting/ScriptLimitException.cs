namespace Busroot.Transformer.Scripting;

/// <summary>Ends a run at one of its limits. Not a JavaScript error: no <c>catch</c> of the script sees it.</summary>
internal sealed class ScriptLimitException(RuleFault fault, string message) : Exception(message)
{
    public RuleFault Fault { get; } = fault;
}
