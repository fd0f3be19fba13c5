namespace Busroot.Transformer.Suggestions;

/// <summary>A signal that a field seems to hold.</summary>
/// <param name="Signal">Its name in the contract, <c>electrical_kwh</c>.</param>
/// <param name="Field">The field's path.</param>
/// <param name="Mapping">What a rule's mapping has for it, JSON.</param>
/// <param name="Reason">Why, for a person who decides.</param>
public sealed record SuggestedSignal(string Signal, string Field, string Mapping, string Reason);
