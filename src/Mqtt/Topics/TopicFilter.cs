using System.Buffers;
using System.Numerics;
using System.Text;
using System.Text.Unicode;

namespace Busroot.Mqtt.Topics;

/// <summary>Judges and matches topic filters: what a client subscribes to. MQTT 5.0 §4.7, §4.8.</summary>
/// <remarks>Cost: walks the bytes once, iteratively, and allocates nothing (the character forms: nothing up to 256 characters).</remarks>
public static class TopicFilter
{
    private const string SharePrefix = "$share/";

    /// <summary>Tells whether the filter may be subscribed to, shared filters included.</summary>
    /// <param name="utf8">Well-formed UTF-8.</param>
    /// <returns>
    /// False when empty, over 65,535 bytes, holding U+0000, a <c>#</c> that is not the whole last level [MQTT-4.7.1-1], a <c>+</c> that is
    /// not a whole level [MQTT-4.7.1-2], or <c>$share/</c> without a group and a filter [MQTT-4.8.2-1], [MQTT-4.8.2-2].
    /// </returns>
    public static bool IsValid(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > TopicName.LongestBytes)
        {
            return false;
        }

        return IsShared(utf8) ? TryParseShared(utf8, out _, out _) : HasValidLevels(utf8);
    }

    /// <summary>Tells whether the filter may be subscribed to; half surrogate pairs are refused as well.</summary>
    /// <param name="filter">A filter as text.</param>
    /// <returns>As for the bytes.</returns>
    public static bool IsValid(ReadOnlySpan<char> filter)
    {
        var longest = Encoding.UTF8.GetMaxByteCount(filter.Length);
        Span<byte> utf8 = longest <= 1024 ? stackalloc byte[1024] : new byte[longest];
        return Utf8.FromUtf16(filter, utf8, out _, out var written, replaceInvalidSequences: false) == OperationStatus.Done && IsValid(utf8[..written]);
    }

    /// <summary>Tells whether a message published to the topic is for the filter.</summary>
    /// <param name="filter">A valid filter, not a shared one: pass what <see cref="TryParseShared(ReadOnlySpan{byte}, out ReadOnlySpan{byte}, out ReadOnlySpan{byte})"/> found inside.</param>
    /// <param name="topic">A valid topic name.</param>
    /// <returns>A leading wildcard never matches a topic that starts with <c>$</c>. [MQTT-4.7.2-1]</returns>
    public static bool Matches(ReadOnlySpan<byte> filter, ReadOnlySpan<byte> topic) => MatchesLevels(filter, topic);

    /// <summary>Tells whether a message published to the topic is for the filter.</summary>
    /// <param name="filter">A valid filter, not a shared one.</param>
    /// <param name="topic">A valid topic name.</param>
    /// <returns>A leading wildcard never matches a topic that starts with <c>$</c>. [MQTT-4.7.2-1]</returns>
    public static bool Matches(ReadOnlySpan<char> filter, ReadOnlySpan<char> topic) => MatchesLevels(filter, topic);

    /// <summary>Tells whether the filter asks for a shared subscription, well formed or not.</summary>
    /// <param name="filter">Any filter.</param>
    public static bool IsShared(ReadOnlySpan<char> filter) => filter.StartsWith(SharePrefix);

    /// <summary>Tells whether the filter asks for a shared subscription, well formed or not.</summary>
    /// <param name="utf8">Any filter.</param>
    public static bool IsShared(ReadOnlySpan<byte> utf8) => utf8.StartsWith("$share/"u8);

    /// <summary>Takes a shared subscription apart: <c>$share/group/filter</c>.</summary>
    /// <param name="shared">Any filter.</param>
    /// <param name="group">The share name: not empty, without <c>/</c>, <c>+</c> and <c>#</c>.</param>
    /// <param name="filter">The filter inside, valid.</param>
    /// <returns>False for filters that are not shared and for those that try and fail; <see cref="IsShared(ReadOnlySpan{byte})"/> tells which.</returns>
    public static bool TryParseShared(ReadOnlySpan<byte> shared, out ReadOnlySpan<byte> group, out ReadOnlySpan<byte> filter)
    {
        group = filter = default;
        return IsShared(shared) && TrySplitShare(shared[SharePrefix.Length..], out group, out filter);
    }

    /// <summary>Takes a shared subscription apart: <c>$share/group/filter</c>.</summary>
    /// <param name="shared">Any filter.</param>
    /// <param name="group">The share name: not empty, without <c>/</c>, <c>+</c> and <c>#</c>.</param>
    /// <param name="filter">The filter inside, its wildcards well placed.</param>
    /// <returns>False for filters that are not shared and for those that try and fail.</returns>
    public static bool TryParseShared(ReadOnlySpan<char> shared, out ReadOnlySpan<char> group, out ReadOnlySpan<char> filter)
    {
        group = filter = default;
        return IsShared(shared) && TrySplitShare(shared[SharePrefix.Length..], out group, out filter);
    }

    private static bool TrySplitShare<T>(ReadOnlySpan<T> rest, out ReadOnlySpan<T> group, out ReadOnlySpan<T> filter)
        where T : unmanaged, IBinaryInteger<T>
    {
        group = filter = default;
        var slash = rest.IndexOf(Symbol<T>.Slash);
        if (slash <= 0 || rest[..slash].ContainsAny(Symbol<T>.Plus, Symbol<T>.Hash) || !HasValidLevels(rest[(slash + 1)..]))
        {
            return false;
        }

        group = rest[..slash];
        filter = rest[(slash + 1)..];
        return true;
    }

    private static bool HasValidLevels<T>(ReadOnlySpan<T> filter)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (filter.IsEmpty || filter.Contains(T.Zero))
        {
            return false;
        }

        while (true)
        {
            var slash = filter.IndexOf(Symbol<T>.Slash);
            var level = slash < 0 ? filter : filter[..slash];
            if (level.Length > 1 && level.ContainsAny(Symbol<T>.Plus, Symbol<T>.Hash))
            {
                return false;
            }

            if (slash < 0)
            {
                return true;
            }

            if (level.Length == 1 && level[0] == Symbol<T>.Hash)
            {
                return false;
            }

            filter = filter[(slash + 1)..];
        }
    }

    private static bool MatchesLevels<T>(ReadOnlySpan<T> filter, ReadOnlySpan<T> topic)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (filter.IsEmpty || topic.IsEmpty || (topic[0] == Symbol<T>.Dollar && filter[0] != Symbol<T>.Dollar))
        {
            return false;
        }

        while (true)
        {
            var wanted = CutLevel(ref filter, out var filterEnds);
            if (wanted.Length == 1 && wanted[0] == Symbol<T>.Hash)
            {
                return true;
            }

            var level = CutLevel(ref topic, out var topicEnds);
            if (!(wanted.Length == 1 && wanted[0] == Symbol<T>.Plus) && !wanted.SequenceEqual(level))
            {
                return false;
            }

            if (topicEnds)
            {
                // sport/# is for sport as well. [§4.7.1.2]
                return filterEnds || (filter.Length == 1 && filter[0] == Symbol<T>.Hash);
            }

            if (filterEnds)
            {
                return false;
            }
        }
    }

    private static ReadOnlySpan<T> CutLevel<T>(ref ReadOnlySpan<T> rest, out bool ends)
        where T : unmanaged, IBinaryInteger<T>
    {
        var slash = rest.IndexOf(Symbol<T>.Slash);
        ends = slash < 0;
        var level = ends ? rest : rest[..slash];
        rest = ends ? [] : rest[(slash + 1)..];
        return level;
    }

    /// <summary>The characters with a meaning, as bytes or as characters.</summary>
    private static class Symbol<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        public static T Slash => T.CreateTruncating((byte)'/');

        public static T Plus => T.CreateTruncating((byte)'+');

        public static T Hash => T.CreateTruncating((byte)'#');

        public static T Dollar => T.CreateTruncating((byte)'$');
    }
}
