using System.Buffers;
using System.Text.Json;
using Busroot.Transformer.Payloads;
using Jint;
using Jint.Native;

namespace Busroot.Transformer.Scripting;

/// <summary>Writes plain values of a script as JSON, without running any of its code.</summary>
internal static class JsonOfValues
{
    private const int Deepest = 48;

    /// <returns>UTF-8; null when the value holds what JSON cannot, or is nested deeper than 48 levels, for instance in itself.</returns>
    public static byte[]? Write(JsValue value, ScriptRealm realm)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        if (!TryWrite(value, writer, realm, 0))
        {
            return null;
        }

        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static bool TryWrite(JsValue value, Utf8JsonWriter writer, ScriptRealm realm, int depth)
    {
        realm.Check();
        switch (value)
        {
            case JsArray array when depth < Deepest:
                return TryWriteArray(array, writer, realm, depth);
            case JsObject plain when depth < Deepest:
                return TryWriteObject(plain, writer, realm, depth);
            case JsString text:
                writer.WriteStringValue(text.ToString());
                return true;
            case JsBoolean flag:
                writer.WriteBooleanValue(flag.AsBoolean());
                return true;
            case JsNumber:
                JsonWriting.WriteNumber(writer, value.AsNumber());
                return true;
            case JsNull or JsUndefined:
                writer.WriteNullValue();
                return true;
            default:
                return false;
        }
    }

    private static bool TryWriteArray(JsArray array, Utf8JsonWriter writer, ScriptRealm realm, int depth)
    {
        writer.WriteStartArray();
        foreach (var item in ScriptObjects.Items(array))
        {
            if (!TryWrite(item, writer, realm, depth + 1))
            {
                return false;
            }
        }

        writer.WriteEndArray();
        return true;
    }

    private static bool TryWriteObject(JsObject plain, Utf8JsonWriter writer, ScriptRealm realm, int depth)
    {
        writer.WriteStartObject();
        foreach (var name in plain.GetOwnPropertyKeys(Jint.Runtime.Types.String))
        {
            writer.WritePropertyName(name.ToString());
            if (!TryWrite(HelperArguments.Plain(plain, name), writer, realm, depth + 1))
            {
                return false;
            }
        }

        writer.WriteEndObject();
        return true;
    }
}
