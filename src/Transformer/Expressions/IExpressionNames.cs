using System.Collections.Immutable;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Expressions;

/// <summary>What the names in an expression stand for.</summary>
internal interface IExpressionNames
{
    /// <summary>The slot that will hold a payload value as it came, texts untrimmed.</summary>
    int SlotOf(ImmutableArray<PathSegment> path);

    /// <summary>The device's value for a variable; null when the rule declares no such variable.</summary>
    VariableValue? Variable(string name);
}
