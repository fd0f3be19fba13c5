using System.Text;
using System.Text.Json;
using Busroot.Transformer.NodeRed.Functions;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.NodeRed.Codecs;

/// <summary>One frame and its port, taken out of a payload.</summary>
/// <param name="Frame">The bytes a device sent over the air.</param>
/// <param name="Port">The FPort.</param>
internal readonly record struct Uplink(byte[] Frame, int Port)
{
    private const int DefaultPort = 1;

    // Where network servers put frame and port; the first that is there counts.
    // ChirpStack v3, v4 and Milesight gateways; The Things Stack; The Things Network v2; Actility ThingPark.
    private static readonly (JsonPath Frame, JsonPath Port, FrameEncoding Encoding)[] Envelopes =
    [
        (Path("data"), Path("fPort"), FrameEncoding.Base64),
        (Path("uplink_message.frm_payload"), Path("uplink_message.f_port"), FrameEncoding.Base64),
        (Path("payload_raw"), Path("port"), FrameEncoding.Base64),
        (Path("DevEUI_uplink.payload_hex"), Path("DevEUI_uplink.FPort"), FrameEncoding.Hex),
    ];

    /// <summary>Reads a payload.</summary>
    /// <param name="payload">Any bytes.</param>
    /// <param name="settings">Where the frame is.</param>
    /// <param name="uplink">The frame.</param>
    /// <param name="error">What is wrong, when there is none; null when the payload is in order and carries none, as a join message does.</param>
    public static bool TryRead(ReadOnlySpan<byte> payload, CodecSettings settings, out Uplink uplink, out string? error)
    {
        error = null;
        if (settings.Carrier == FrameCarrier.Json)
        {
            return TryReadJson(payload, settings, out uplink, out error);
        }

        var frame = settings.Carrier switch
        {
            FrameCarrier.Hex => FromHex(Encoding.UTF8.GetString(payload)),
            FrameCarrier.Base64 => FromBase64(Encoding.UTF8.GetString(payload)),
            _ => payload.ToArray(),
        };
        error = frame is null ? $"the payload is not {settings.Carrier.ToString().ToLowerInvariant()}: \"{AsciiText.Excerpt(payload)}\"" : null;
        uplink = new Uplink(frame ?? [], settings.Port ?? DefaultPort);
        return frame is not null;
    }

    private static bool TryReadJson(ReadOnlySpan<byte> payload, CodecSettings settings, out Uplink uplink, out string? error)
    {
        uplink = default;
        try
        {
            using var document = JsonDocument.Parse(payload.ToArray(), new JsonDocumentOptions { MaxDepth = JsonPath.MostSegments });
            return TryFind(document.RootElement, settings, out uplink, out error);
        }
        catch (JsonException fault)
        {
            error = $"not valid JSON: {JsonFault.Reason(fault)}";
            return false;
        }
    }

    private static bool TryFind(JsonElement root, CodecSettings settings, out Uplink uplink, out string? error)
    {
        uplink = default;
        error = null;
        var envelope = settings.Frame is { } own
            ? (Frame: own, Port: Path("fPort"), Encoding: settings.Encoding ?? FrameEncoding.Base64)
            : Envelopes.FirstOrDefault(known => Find(root, known.Frame) is not null);
        if (envelope.Frame is null || Find(root, envelope.Frame) is not { } found)
        {
            return false;
        }

        var port = Find(root, settings.PortPath ?? envelope.Port) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var given) ? given : DefaultPort;
        var isHex = (settings.Encoding ?? envelope.Encoding) == FrameEncoding.Hex;
        var frame = found.ValueKind != JsonValueKind.String ? null : isHex ? FromHex(found.GetString()!) : FromBase64(found.GetString()!);
        error = frame is null ? $"{envelope.Frame} is no frame in {(isHex ? "hex" : "base64")}: {ResultText.Cut(found.GetRawText())}" : null;
        uplink = new Uplink(frame ?? [], settings.Port ?? port);
        return frame is not null;
    }

    private static JsonElement? Find(JsonElement root, JsonPath path)
    {
        var at = root;
        foreach (var segment in path.Segments)
        {
            if (segment.Name is { } name)
            {
                if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
                {
                    return null;
                }
            }
            else
            {
                if (at.ValueKind != JsonValueKind.Array)
                {
                    return null;
                }

                var index = segment.Index < 0 ? at.GetArrayLength() + segment.Index : segment.Index;
                if (index < 0 || index >= at.GetArrayLength())
                {
                    return null;
                }

                at = at[index];
            }
        }

        return at;
    }

    /// <summary>Bytes of hexadecimal digits, spaces, dashes and colons between them allowed; null for anything else.</summary>
    public static byte[]? FromHex(string text)
    {
        var digits = string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c is not ('-' or ':' or '\0')));
        return digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit) ? Convert.FromHexString(digits) : null;
    }

    private static byte[]? FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var length) ? bytes[..length] : null;
    }

    private static JsonPath Path(string text) => JsonPath.TryParse(text, out var path, out var error) ? path : throw new ArgumentException(error, nameof(text));
}
