using System.Collections.Immutable;

namespace Busroot.Transformer.Rules;

/// <summary>A rule's test: messages of one device in order, and what each must give.</summary>
/// <param name="Description">What it shows; unique within the rule.</param>
/// <param name="Variables">Site values of the imagined device.</param>
/// <param name="Messages">At least one.</param>
/// <param name="At">Where it starts in examples.json.</param>
public sealed record RuleExample(
    string Description, ImmutableDictionary<string, VariableValue> Variables, ImmutableArray<ExampleMessage> Messages, SourcePosition At);
