namespace Busroot.Server.Rules;

/// <summary>What a device sends, field by field, and a rule that may fit; a person decides.</summary>
/// <param name="Device">The device.</param>
/// <param name="Readings">How many of its newest readings were looked at.</param>
/// <param name="Readable">How many of them are JSON, which is what fields are read from.</param>
/// <param name="Fields">Every field that holds values.</param>
/// <param name="Signals">What seems to be in them.</param>
/// <param name="Files">A rule folder made of that; empty when no field looks like a signal.</param>
internal sealed record SuggestionView(
    string Device, int Readings, int Readable, IReadOnlyList<FieldView> Fields, IReadOnlyList<SuggestedSignalView> Signals, IReadOnlyList<RuleFileView> Files);

/// <summary>What one field has been like.</summary>
/// <param name="Path">As a mapping has it.</param>
/// <param name="Type">number, boolean, text or mixed.</param>
/// <param name="Count">In how many readings it is.</param>
/// <param name="Minimum">Smallest number, sentinels left out.</param>
/// <param name="Maximum">Largest number.</param>
/// <param name="Changes">How often it differed from the reading before.</param>
/// <param name="Drops">How often a number went down; for a counter, its resets.</param>
/// <param name="Counter">Whether it only grows, but for a few resets.</param>
/// <param name="Sentinels">Numbers it uses for "no value".</param>
/// <param name="Texts">The texts it held, at most 16.</param>
internal sealed record FieldView(
    string Path, string Type, int Count, double? Minimum, double? Maximum, int Changes, int Drops, bool Counter, IReadOnlyList<double> Sentinels, IReadOnlyList<string> Texts);

/// <summary>A signal that a field seems to hold.</summary>
/// <param name="Signal">Its name in the contract.</param>
/// <param name="Field">The field's path.</param>
/// <param name="Reason">Why.</param>
internal sealed record SuggestedSignalView(string Signal, string Field, string Reason);
