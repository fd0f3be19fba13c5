using System.Text.Unicode;

namespace Busroot.Server.Administration;

/// <summary>A payload as documents show it: its text when it is UTF-8 that a person can read, else base64.</summary>
/// <param name="Encoding"><c>utf8</c> or <c>base64</c>.</param>
/// <param name="Text">In that encoding.</param>
internal readonly record struct PayloadText(string Encoding, string Text)
{
    public static PayloadText Of(ReadOnlySpan<byte> payload) =>
        Readable(payload) is { } text ? new("utf8", text) : new("base64", Convert.ToBase64String(payload));

    private static string? Readable(ReadOnlySpan<byte> payload)
    {
        if (!Utf8.IsValid(payload))
        {
            return null;
        }

        var text = System.Text.Encoding.UTF8.GetString(payload);
        return text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) ? null : text;
    }
}
