using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Busroot.Transformer.Payloads;
using Busroot.Transformer.Rules;

namespace Busroot.Transformer.Dedupe;

/// <summary>Knows by their keys which readings of a device have been there: <c>{"seen":[[1763798400000,"a-17"],[1763798401000,18]]}</c>.</summary>
/// <remarks>
/// An entry of the device's state beside that of the rule, which the rule cannot see, so that it is stored with the reading and survives what the
/// rule does to its own. At most 256 keys and 16 KiB; the oldest make room. Owner: one runner; not thread-safe.
/// Cost: one pass over the entry, and the entry is stored anew, for each reading of a rule with <c>dedupe</c>.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "The writer writes into our own buffer and holds nothing else.")]
internal sealed class SeenReadings
{
    /// <summary>Most keys that are remembered for a device.</summary>
    public const int MostKeys = 256;

    /// <summary>Most bytes they take as JSON.</summary>
    public const int MostBytes = 16 * 1024;

    // Above it neighbouring numbers cannot be told apart, and a reading would be lost.
    private const double LargestExact = 9_007_199_254_740_991;

    private readonly SlotTable _slots = new();
    private readonly ArrayBufferWriter<byte> _key = new(300);
    private readonly ArrayBufferWriter<byte> _written = new(1024);
    private readonly Utf8JsonWriter _keyWriter;
    private readonly List<Range> _pairs = [];
    private bool _isNew;

    public SeenReadings() => _keyWriter = new Utf8JsonWriter(_key);

    /// <summary>Whether a reading with the same key has been there within the window.</summary>
    /// <param name="rule">A rule with <c>dedupe</c>.</param>
    /// <param name="input">The reading.</param>
    /// <param name="failed">What is wrong with what is stored; null otherwise.</param>
    public bool Has(Rule rule, in RuleInput input, out RuleOutcome.Failed? failed)
    {
        (failed, _isNew) = (null, false);
        if (input.State is not { } state || !TryReadKey(rule.Dedupe!, input.Payload))
        {
            return false;
        }

        if (TryFind(state.Of(rule.SeenId).Span, input.At, rule.Dedupe!.Window, out var known))
        {
            _isNew = known < 0;
            return known >= 0;
        }

        failed = new RuleOutcome.Failed(RuleFault.InvalidState, $"what is stored as this device's state for {rule.SeenId}, the keys of readings seen, is damaged; delete the entry to start anew", null);
        return false;
    }

    /// <summary>Remembers the reading that <see cref="Has"/> was asked about, when it was not a failure.</summary>
    public void Keep(Rule rule, in RuleInput input)
    {
        if (_isNew)
        {
            input.State!.Keep(rule.SeenId, Write(input.State.Of(rule.SeenId).Span, without: -1, input.At));
        }
    }

    /// <summary>Forgets a reading that failed after all.</summary>
    public void Forget(TimedRun run)
    {
        if (run.State is not { } state || run.Payload.IsEmpty || !TryReadKey(run.Rule.Dedupe!, run.Payload.Span))
        {
            return;
        }

        var stored = state.Of(run.Rule.SeenId).Span;
        if (TryFind(stored, run.At, run.Rule.Dedupe!.Window, out var known) && known >= 0)
        {
            state.Keep(run.Rule.SeenId, Write(stored, without: known, null));
        }
    }

    // The key as a JSON token, so that 5 and "5" differ.
    private bool TryReadKey(DedupeRule dedupe, ReadOnlySpan<byte> payload)
    {
        _slots.Reset(1);
        if (!dedupe.Decoder.TryDecode(payload, _slots, out _))
        {
            return false; // the rule will say what is wrong
        }

        ref readonly var slot = ref _slots[0];
        _key.ResetWrittenCount();
        _keyWriter.Reset();
        if (slot.Kind == SlotKind.Number && Math.Abs(slot.Number) <= LargestExact)
        {
            _keyWriter.WriteNumberValue(slot.Number);
        }
        else if (slot.Kind == SlotKind.Text && Utf8.IsValid(_slots.TextOf(slot)))
        {
            _keyWriter.WriteStringValue(_slots.TextOf(slot));
        }
        else
        {
            return false;
        }

        _keyWriter.Flush();
        return true;
    }

    // Notes where the pairs are; those in front that are past the window are left out.
    private bool TryFind(ReadOnlySpan<byte> json, DateTimeOffset now, TimeSpan window, out int known)
    {
        known = -1;
        _pairs.Clear();
        if (json.IsEmpty)
        {
            return true;
        }

        var reader = new Utf8JsonReader(json);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject
                && reader.Read() && reader.ValueTextEquals("seen"u8)
                && reader.Read() && reader.TokenType == JsonTokenType.StartArray && TryFindPair(ref reader, json, now, window, out known);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException) // the boundary of the base library's reader: it has no Try form
        {
            return false;
        }
    }

    private bool TryFindPair(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, DateTimeOffset now, TimeSpan window, out int known)
    {
        known = -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Read();
            var isFresh = Math.Abs(now.ToUnixTimeMilliseconds() - reader.GetDouble()) <= window.TotalMilliseconds; // either way: clocks are set back too
            reader.Read();
            var isSame = json[(int)reader.TokenStartIndex..(int)reader.BytesConsumed].SequenceEqual(_key.WrittenSpan);
            if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray)
            {
                return false;
            }

            if (isFresh || _pairs.Count > 0)
            {
                known = isFresh && isSame ? _pairs.Count : known;
                _pairs.Add(start..(int)reader.BytesConsumed);
            }
        }

        return reader.TokenType == JsonTokenType.EndArray;
    }

    private ReadOnlySpan<byte> Write(ReadOnlySpan<byte> stored, int without, DateTimeOffset? now)
    {
        _written.ResetWrittenCount();
        _written.Write("{\"seen\":["u8);
        var first = FirstKept(now is null ? 0 : _key.WrittenCount + 24);
        for (var i = first; i < _pairs.Count; i++)
        {
            if (i != without)
            {
                Separate();
                _written.Write(stored[_pairs[i]]);
            }
        }

        if (now is { } time)
        {
            Separate();
            Span<byte> digits = stackalloc byte[20];
            time.ToUnixTimeMilliseconds().TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
            _written.Write("["u8);
            _written.Write(digits[..length]);
            _written.Write(","u8);
            _written.Write(_key.WrittenSpan);
            _written.Write("]"u8);
        }
        else if (_written.WrittenSpan[^1] == (byte)'[')
        {
            return "{}"u8; // nothing remembered is no entry
        }

        _written.Write("]}"u8);
        return _written.WrittenSpan;
    }

    private int FirstKept(int newBytes)
    {
        var (first, bytes, keys) = (_pairs.Count, newBytes + 16, newBytes > 0 ? 1 : 0);
        while (first > 0 && keys < MostKeys && bytes + Length(_pairs[first - 1]) <= MostBytes)
        {
            first--;
            keys++;
            bytes += Length(_pairs[first]);
        }

        return first;

        static int Length(Range pair) => pair.End.Value - pair.Start.Value + 1; // and the comma
    }

    private void Separate()
    {
        if (_written.WrittenSpan[^1] != (byte)'[')
        {
            _written.Write(","u8);
        }
    }
}
