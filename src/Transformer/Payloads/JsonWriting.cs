using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Busroot.Transformer.Payloads;

/// <summary>Writes what devices send into JSON. Bytes that are no UTF-8 become U+FFFD, which no name or number contains.</summary>
internal static class JsonWriting
{
    public static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> text)
    {
        WriteName(writer, name);
        WriteText(writer, text);
    }

    public static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> text)
    {
        if (System.Text.Unicode.Utf8.IsValid(text))
        {
            writer.WriteStringValue(text);
        }
        else
        {
            writer.WriteStringValue(Encoding.UTF8.GetString(text));
        }
    }

    public static void WriteName(Utf8JsonWriter writer, ReadOnlySpan<byte> name)
    {
        if (System.Text.Unicode.Utf8.IsValid(name))
        {
            writer.WritePropertyName(name);
        }
        else
        {
            writer.WritePropertyName(Encoding.UTF8.GetString(name));
        }
    }

    /// <summary>Writes a number in shortest round-trip form; null when it is not finite.</summary>
    public static void WriteNumber(Utf8JsonWriter writer, double number)
    {
        if (!double.IsFinite(number))
        {
            writer.WriteNullValue();
            return;
        }

        Span<byte> digits = stackalloc byte[32];
        number.TryFormat(digits, out var length, "R", CultureInfo.InvariantCulture);
        writer.WriteRawValue(digits[..length], skipInputValidation: true);
    }
}
