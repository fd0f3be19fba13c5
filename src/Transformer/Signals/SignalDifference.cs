using System.Globalization;

namespace Busroot.Transformer.Signals;

/// <summary>A signal that has two values.</summary>
/// <param name="Station">The station it is of; null for the device itself.</param>
/// <param name="Key">The signal.</param>
/// <param name="Was">One value; null when it is not there.</param>
/// <param name="Would">The other; null when it is not there.</param>
public readonly record struct SignalDifference(string? Station, SignalKey Key, double? Was, double? Would)
{
    /// <summary>For people, such as <c>rssi: -65 -> -66</c> or <c>ST-01 productive: 1 -> nothing</c>.</summary>
    public override string ToString() => $"{(Station is null ? "" : Station + " ")}{SignalContract.Names[(int)Key]}: {Shown(Was)} -> {Shown(Would)}";

    /// <summary>A value for people.</summary>
    internal static string Shown(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "nothing";
}
