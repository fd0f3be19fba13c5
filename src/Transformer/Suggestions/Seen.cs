using System.Collections.Immutable;
using Busroot.Transformer.Profiles;

namespace Busroot.Transformer.Suggestions;

/// <summary>Says in words what was seen of a field.</summary>
internal static class Seen
{
    private const int Few = 10;

    /// <summary>How a count or a meter moved: <c>rises, wraps at 16 bits once and restarts 2 times</c>.</summary>
    public static string Moving(Motion motion) => motion.Kind switch
    {
        MotionKind.Constant => $"is always {FieldProfile.Number(motion.Minimum)}",
        MotionKind.Rises => "rises and never falls",
        MotionKind.RisesAndRestarts => "rises" + And(
            motion.Wraps > 0 ? $"wraps at {motion.WrapsAt} bits {Times(motion.Wraps)}" : null, motion.Restarts > 0 ? $"resets {Times(motion.Restarts)}" : null),
        _ => $"goes up and down between {FieldProfile.Number(motion.Minimum)} and {FieldProfile.Number(motion.Maximum)}",
    };

    /// <summary>In how many values, with a warning when they are few.</summary>
    public static string In(Motion motion) => $"in {motion.Values} values{(motion.Values < Few ? " (few: look again when there are more)" : "")}";

    /// <summary>The numbers that were left out, to end a sentence; empty when there are none.</summary>
    public static string Without(FieldProfile field) =>
        string.Concat(field.Sentinels.Select(sentinel => $"; {FieldProfile.Number(sentinel.Key)} came {Times(sentinel.Value)} and is no value"));

    /// <summary>The same for rule.json.</summary>
    public static ImmutableArray<double> Not(FieldProfile field) => [.. field.Sentinels.Select(sentinel => sentinel.Key)];

    public static string Times(int times) => times == 1 ? "once" : $"{times} times";

    private static string And(params string?[] parts) => parts.OfType<string>().ToList() switch
    {
        [var one] => $" and {one}",
        [var one, var other] => $", {one} and {other}",
        _ => "",
    };
}
