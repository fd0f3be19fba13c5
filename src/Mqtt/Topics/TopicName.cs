using System.Buffers;

namespace Busroot.Mqtt.Topics;

/// <summary>Judges topic names: what a message is published to. MQTT 5.0 §4.7.</summary>
public static class TopicName
{
    /// <summary>The longest topic name or filter, in bytes.</summary>
    public const int LongestBytes = 65_535;

    private static readonly SearchValues<byte> Forbidden = SearchValues.Create("+#\0"u8);

    /// <summary>Tells whether a message may be published to the topic.</summary>
    /// <param name="utf8">Well-formed UTF-8; that is checked when the packet is decoded and not again here.</param>
    /// <returns>False when empty, over 65,535 bytes, or holding <c>+</c>, <c>#</c> or U+0000. [MQTT-3.3.2-2], [MQTT-4.7.3-1], [MQTT-4.7.3-2]</returns>
    public static bool IsValid(ReadOnlySpan<byte> utf8) => utf8.Length is > 0 and <= LongestBytes && !utf8.ContainsAny(Forbidden);

    /// <summary>Counts the levels: one more than there are slashes.</summary>
    /// <param name="utf8">A topic name or filter.</param>
    public static int CountLevels(ReadOnlySpan<byte> utf8) => utf8.Count((byte)'/') + 1;
}
