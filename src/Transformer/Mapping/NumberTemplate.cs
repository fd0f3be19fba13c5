namespace Busroot.Transformer.Mapping;

/// <summary>A number of rule.json: written out, or the variable that holds it.</summary>
/// <param name="Constant">The number, when it is written out.</param>
/// <param name="Variable">The variable's name, otherwise.</param>
/// <param name="At">Where it stands in rule.json.</param>
internal sealed record NumberTemplate(double Constant, string? Variable, SourcePosition At);
