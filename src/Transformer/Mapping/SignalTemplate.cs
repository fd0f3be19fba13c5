using System.Collections.Immutable;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Mapping;

/// <summary>How one signal is made, as rule.json says it, before the device's variables are put in.</summary>
/// <param name="Key">The signal.</param>
/// <param name="At">Where it stands in rule.json.</param>
/// <param name="Paths">Where its value may be; the first that gives a valid one wins.</param>
/// <param name="Not">Numbers that mean "no value", compared before scaling.</param>
/// <param name="Scale">Factor; null for none.</param>
/// <param name="Round">Decimal places kept, after scaling; null for all.</param>
/// <param name="Map">Value to number; null when the value itself is the number.</param>
/// <param name="Default">What to publish when no path gives a valid value; null for nothing.</param>
/// <param name="Expression">What is computed instead of read from paths.</param>
/// <param name="Delta">How a running count becomes what came since the last reading; null when the value is used as it is.</param>
internal sealed record SignalTemplate(
    SignalKey Key,
    SourcePosition At,
    ImmutableArray<Template> Paths,
    ImmutableArray<NumberTemplate> Not,
    NumberTemplate? Scale,
    NumberTemplate? Round,
    ImmutableArray<KeyValuePair<string, double>>? Map,
    NumberTemplate? Default,
    ExpressionTemplate? Expression = null,
    DeltaTemplate? Delta = null);

/// <summary>The <c>expr</c> of a signal.</summary>
/// <param name="Text">JavaScript, one expression.</param>
/// <param name="At">Where it stands in rule.json.</param>
internal sealed record ExpressionTemplate(string Text, SourcePosition At);

/// <summary>The <c>delta</c> of a signal.</summary>
/// <param name="Bits">Width of the device's counter.</param>
/// <param name="MaxStep">Most that one reading may add.</param>
/// <param name="SkipsRestart">Nothing counts after a restart; otherwise what the device has counted since.</param>
internal sealed record DeltaTemplate(NumberTemplate? Bits, NumberTemplate? MaxStep, bool SkipsRestart);
