using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Scripting;

/// <summary>What a rule of kind script is made of. Threads: immutable.</summary>
/// <param name="Program">Its module.</param>
/// <param name="Format">How its payloads are laid out.</param>
/// <param name="Limits">The service's, lowered by the rule's own.</param>
internal sealed record ScriptRule(ScriptProgram Program, PayloadFormat Format, ScriptLimits Limits)
{
    public PayloadValues Payloads { get; } = new(Format);
}
