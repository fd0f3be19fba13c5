namespace Busroot.Transformer.Scripting;

/// <summary>A script ran to its end and returned what no rule may return.</summary>
internal sealed class InvalidResultException(RuleFault fault, string message) : Exception(message)
{
    public RuleFault Fault { get; } = fault;
}
