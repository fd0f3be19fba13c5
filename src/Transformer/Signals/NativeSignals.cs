using System.Globalization;
using System.Text;
using System.Text.Json;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Signals;

/// <summary>Reads a message that claims to be signals already; the same judgement as signals.schema.json, plus: no member twice.</summary>
internal static class NativeSignals
{
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 64 };

    /// <summary>Fills <paramref name="signals"/>.</summary>
    /// <param name="payload">Any bytes.</param>
    /// <param name="signals">Empty; holds nothing to rely on after a failure.</param>
    /// <returns>What is wrong; null when everything is right.</returns>
    public static RuleOutcome.Failed? Read(ReadOnlySpan<byte> payload, SignalSet signals)
    {
        var reader = new Utf8JsonReader(payload, Strict);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return Invalid($"signals are one flat JSON object such as {{\"productive\":1}}; this is {AsciiText.Excerpt(payload)}");
            }

            var fault = ReadMembers(ref reader, signals);
            if (fault is null)
            {
                reader.Read(); // finds what follows the object
            }

            return fault ?? (signals.IsEmpty ? Invalid("the object has no signal; at least one is needed") : null);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException) // the boundary of the base library's reader: it has no Try form
        {
            return Invalid(payload.IsEmpty
                ? "the payload is empty; expected a JSON object of signals"
                : $"not valid JSON at byte {JsonFault.Position(fault, payload, reader.BytesConsumed)}: {JsonFault.Reason(fault)}");
        }
    }

    private static RuleOutcome.Failed? ReadMembers(ref Utf8JsonReader reader, SignalSet signals)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!TryKey(ref reader, out var key))
            {
                return new RuleOutcome.Failed(RuleFault.UnknownSignal, UnknownMessage(reader), null);
            }

            var name = SignalContract.Names[(int)key];
            if (signals.Has(key))
            {
                return Invalid($"{name} is given twice, by its name or its alias; send it once");
            }

            reader.Read();
            if (!TryValue(ref reader, key, out var value) || !signals.TrySet(key, value))
            {
                return new RuleOutcome.Failed(RuleFault.InvalidValue, $"{name} is {Shown(reader)}; expected {SignalContract.Expectation(key)}", null);
            }
        }

        return null;
    }

    private static bool TryKey(ref Utf8JsonReader reader, out SignalKey key)
    {
        if (!reader.ValueIsEscaped)
        {
            return SignalContract.TryParse(reader.ValueSpan, out key);
        }

        key = default;
        Span<byte> name = stackalloc byte[256];
        return reader.ValueSpan.Length <= name.Length && SignalContract.TryParse(name[..reader.CopyString(name)], out key);
    }

    private static bool TryValue(ref Utf8JsonReader reader, SignalKey key, out double value)
    {
        value = reader.TokenType == JsonTokenType.True ? 1 : 0;
        return reader.TokenType switch
        {
            JsonTokenType.Number => AsciiText.TryNumber(reader.ValueSpan, decimalComma: false, out value),
            JsonTokenType.True or JsonTokenType.False => key == SignalKey.Productive,
            _ => false,
        };
    }

    private static string UnknownMessage(in Utf8JsonReader reader)
    {
        var nearest = Spelling.Nearest(Encoding.UTF8.GetString(reader.ValueSpan[..Math.Min(reader.ValueSpan.Length, 64)]), SignalContract.Names);
        var hint = nearest is null ? $"the signals are {string.Join(", ", SignalContract.Names)}" : $"did you mean \"{nearest}\"?";
        return string.Create(CultureInfo.InvariantCulture, $"{AsciiText.Excerpt(reader.ValueSpan)} is not a signal; {hint}");
    }

    private static string Shown(in Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "the text " + AsciiText.Excerpt(reader.ValueSpan),
        _ => AsciiText.Excerpt(reader.ValueSpan).Trim('"'),
    };

    private static RuleOutcome.Failed Invalid(string message) => new(RuleFault.InvalidPayload, message, null);
}
