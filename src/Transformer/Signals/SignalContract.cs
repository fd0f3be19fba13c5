using System.Collections.Immutable;

namespace Busroot.Transformer.Signals;

/// <summary>Says which signals exist, what they are called and which values they may carry.</summary>
/// <remarks>
/// The same contract as the embedded <c>signals.schema.json</c>; this is the form that costs nothing per message.
/// Threads: any. Cost: no allocation.
/// </remarks>
public static class SignalContract
{
    /// <summary>How many signals there are.</summary>
    internal const int Count = 8;

    private const double LowestRssi = -200;
    private const double HighestRssi = 20;

    private static readonly byte[][] Utf8Names =
    [
        "production_complete_good"u8.ToArray(),
        "production_count_good"u8.ToArray(),
        "production_complete_bad"u8.ToArray(),
        "production_count_bad"u8.ToArray(),
        "productive"u8.ToArray(),
        "electrical_kwh"u8.ToArray(),
        "electrical_kwh_interval"u8.ToArray(),
        "rssi"u8.ToArray(),
    ];

    /// <summary>The canonical names, indexed by <see cref="SignalKey"/>; aliases are not among them.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Utf8Names.Select(System.Text.Encoding.ASCII.GetString)];

    /// <summary>The accepted second names and the signal each stands for.</summary>
    public static ImmutableDictionary<string, SignalKey> Aliases { get; } = ImmutableDictionary<string, SignalKey>.Empty
        .Add("production_complete", SignalKey.ProductionCompleteGood)
        .Add("production_count", SignalKey.ProductionCountGood);

    /// <summary>Opens the contract as a JSON Schema (draft-06) document.</summary>
    /// <returns>UTF-8 text; the caller disposes it.</returns>
    public static Stream OpenSchema() =>
        typeof(SignalContract).Assembly.GetManifestResourceStream("signals.schema.json")
        ?? throw new InvalidOperationException("signals.schema.json is missing from the assembly.");

    /// <summary>Finds the signal that <paramref name="name"/> or its alias stands for.</summary>
    /// <param name="name">UTF-8, compared byte for byte: signal names are lower case.</param>
    /// <param name="key">The signal, when found.</param>
    /// <returns><see langword="false"/> for any other name.</returns>
    public static bool TryParse(ReadOnlySpan<byte> name, out SignalKey key)
    {
        for (var i = 0; i < Utf8Names.Length; i++)
        {
            if (name.SequenceEqual(Utf8Names[i]))
            {
                key = (SignalKey)i;
                return true;
            }
        }

        key = name.SequenceEqual("production_count"u8) ? SignalKey.ProductionCountGood : SignalKey.ProductionCompleteGood;
        return key == SignalKey.ProductionCountGood || name.SequenceEqual("production_complete"u8);
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out SignalKey)"/>
    public static bool TryParse(string name, out SignalKey key)
    {
        ArgumentNullException.ThrowIfNull(name);
        return TryParse(System.Text.Encoding.UTF8.GetBytes(name), out key);
    }

    /// <summary>Tells whether a number may be published as <paramref name="key"/>; never true for NaN and infinity.</summary>
    public static bool Allows(SignalKey key, double value) => key switch
    {
        SignalKey.Productive => value is 0 or 1,
        SignalKey.Rssi => value is >= LowestRssi and <= HighestRssi,
        _ => value >= 0 && double.IsFinite(value),
    };

    /// <summary>Says in words which values <see cref="Allows"/> accepts, to end a sentence such as "rssi is -1; expected ...".</summary>
    public static string Expectation(SignalKey key) => key switch
    {
        SignalKey.Productive => "0 or 1 (true and false are accepted)",
        SignalKey.Rssi => "a number of dBm from -200 to 20",
        _ => "a number of at least 0",
    };

    /// <summary>Tells whether the value counts since the last message, so that receiving it twice counts twice.</summary>
    public static bool IsIncrement(SignalKey key) =>
        key is SignalKey.ProductionCompleteGood or SignalKey.ProductionCompleteBad or SignalKey.ElectricalKwhInterval;

    /// <summary>The canonical name as UTF-8.</summary>
    internal static ReadOnlySpan<byte> Utf8Name(SignalKey key) => Utf8Names[(int)key];
}
