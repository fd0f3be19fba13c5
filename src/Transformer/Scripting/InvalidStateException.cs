namespace Busroot.Transformer.Scripting;

/// <summary>A state that cannot be read, or cannot be kept.</summary>
internal sealed class InvalidStateException(string message, RuleFault fault = RuleFault.InvalidState) : Exception(message)
{
    public RuleFault Fault { get; } = fault;
}
