using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Busroot.Mqtt.Client;

namespace Busroot.Server.Commands;

/// <summary>Shows a message.</summary>
internal static class MessageText
{
    private const int ShownCharacters = 2000;
    private const int ShownBytes = 64;

    /// <summary>One line for a person; control characters are shown, not obeyed.</summary>
    public static string Line(ReceivedMessage message, DateTimeOffset at) =>
        $"{at.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)}  {Answer.Safe(message.Topic, ShownCharacters)}{(message.Retain ? "  (retained)" : "")}  {Payload(message.Payload)}";

    /// <summary>One line for a program, the payload whole.</summary>
    public static string Json(ReceivedMessage message, DateTimeOffset at)
    {
        var isText = Utf8.IsValid(message.Payload);
        return Answer.Json(
            new MessageView(at, message.Topic, (int)message.Qos, message.Retain, message.Dup, isText ? "utf8" : "base64",
                isText ? Encoding.UTF8.GetString(message.Payload) : Convert.ToBase64String(message.Payload)));
    }

    /// <summary>A payload as text when it is text, else as the first of its bytes.</summary>
    public static string Payload(ReadOnlySpan<byte> payload, int length = ShownCharacters)
    {
        if (Utf8.IsValid(payload) && payload.IndexOfAnyInRange((byte)0, (byte)8) < 0)
        {
            return Answer.Safe(Encoding.UTF8.GetString(payload), length);
        }

        var shown = Convert.ToHexString(payload[..Math.Min(payload.Length, ShownBytes)]);
        return $"{payload.Length} bytes: {shown}{(payload.Length > ShownBytes ? "…" : "")}";
    }
}

/// <summary>A message as <c>tail --json</c> prints it.</summary>
internal sealed record MessageView(DateTimeOffset At, string Topic, int Qos, bool Retain, bool Dup, string Encoding, string Payload);
