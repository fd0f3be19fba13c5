using Busroot.Transformer.Profiles;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Suggestions;

/// <summary>A field of a topic, with the words of its name.</summary>
/// <param name="Topic">Where it comes.</param>
/// <param name="Profile">What it is like.</param>
/// <param name="Words">How it is called.</param>
internal sealed record TopicField(TopicProfile Topic, FieldProfile Profile, FieldWords Words)
{
    public string Path => Profile.Place.Path;
}

/// <summary>A signal that a field may be.</summary>
/// <param name="Field">The field.</param>
/// <param name="Quantity">What it would say.</param>
/// <param name="Signal">In which signal.</param>
/// <param name="Score">How well it fits; 10 when it is called so and behaves so, 1 when only its behaviour speaks for it.</param>
/// <param name="Value">What is to be done to the value.</param>
/// <param name="Reason">Why, in a sentence without the field's name.</param>
internal sealed record Candidate(TopicField Field, Quantity Quantity, SignalKey Signal, int Score, MappingValue Value, string Reason)
{
    /// <summary>The signal's name in the contract.</summary>
    public string SignalName => SignalContract.Names[(int)Signal];
}
