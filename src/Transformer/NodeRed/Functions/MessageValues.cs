using System.Text;
using System.Text.Unicode;
using Busroot.Transformer.Payloads;
using Jint.Native;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>Makes <c>msg</c> of a reading as Node-RED's "mqtt in" does.</summary>
/// <remarks>Source: Node-RED 5.0.4, 10-mqtt.js.</remarks>
internal static class MessageValues
{
    private static readonly JsObjectLayout Layout = JsObjectLayout.CreateBuilder().Add("topic").Add("payload").Add("qos").Add("retain").Add("_msgid").Build();

    /// <summary>Makes the message.</summary>
    /// <param name="host">Whose values to make.</param>
    /// <param name="payload">The payload, decoded.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="qos">0 to 2.</param>
    /// <param name="retain">The RETAIN flag.</param>
    public static JsObject Make(FunctionHost host, JsValue payload, string topic, byte qos, bool retain) => JsObject.Create(
        host.Engine, Layout, [JsString.Create(topic), payload, JsNumber.Create((int)qos), retain ? JsBoolean.True : JsBoolean.False, host.Scope.MessageId]);

    /// <summary>Decodes a payload.</summary>
    /// <param name="bytes">Any bytes.</param>
    /// <param name="type">How.</param>
    /// <param name="host">Whose values to make.</param>
    /// <param name="slots">For memory.</param>
    /// <param name="value">The payload.</param>
    /// <param name="error">What is wrong with it, when it is not what the rule says.</param>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, DataType type, FunctionHost host, SlotTable slots, out JsValue value, out string? error)
    {
        error = null;
        switch (type)
        {
            case DataType.Json:
                var read = JsonText.TryRead(bytes, lenient: false, slots, host.Json, out error);
                value = host.Json.Value;
                return read;
            case DataType.Base64:
                value = JsString.Create(Convert.ToBase64String(bytes));
                return true;
            case DataType.Buffer:
                value = host.BufferOf(bytes);
                return true;
            case DataType.Utf8:
                value = JsString.Create(Encoding.UTF8.GetString(bytes));
                return true;
            default:
                value = Detect(bytes, type == DataType.AutoDetect, host, slots);
                return true;
        }
    }

    private static JsValue Detect(ReadOnlySpan<byte> bytes, bool parses, FunctionHost host, SlotTable slots)
    {
        if (parses && MayBeJson(bytes) && JsonText.TryRead(bytes, lenient: false, slots, host.Json, out _))
        {
            return host.Json.Value;
        }

        return Utf8.IsValid(bytes) ? JsString.Create(Encoding.UTF8.GetString(bytes)) : host.BufferOf(bytes);
    }

    // An exception for every reading that is a plain text would cost more than all the rest.
    private static bool MayBeJson(ReadOnlySpan<byte> bytes)
    {
        var text = AsciiText.Trim(bytes);
        return !text.IsEmpty && (text[0] is (byte)'{' or (byte)'[' or (byte)'"' or (byte)'-' || char.IsAsciiDigit((char)text[0])
            || text.SequenceEqual("true"u8) || text.SequenceEqual("false"u8) || text.SequenceEqual("null"u8));
    }
}
