using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Busroot.Transformer.Scripting;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>Writes context as JSON, leaving out what JSON cannot hold; runs none of the function's code.</summary>
/// <remarks>As JSON.stringify does: a Date as its text, a Buffer as <c>{"type":"Buffer","data":[...]}</c>, a number that is not finite as null.</remarks>
internal sealed class ContextWriter : IDisposable
{
    private const int Deepest = 64;

    private readonly ArrayBufferWriter<byte> _buffer = new(256);
    private readonly Utf8JsonWriter _writer;
    private int _limit;

    public ContextWriter() => _writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true });

    /// <summary>Writes what is kept, by name; an empty object or array is left out.</summary>
    /// <returns>UTF-8, valid until the next call.</returns>
    /// <exception cref="InvalidStateException">It is larger than <paramref name="limit"/> bytes, or holds itself.</exception>
    public ReadOnlySpan<byte> Write(JsObject root, int limit)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);
        _limit = limit;
        _writer.WriteStartObject();
        foreach (var name in root.GetOwnPropertyKeys(Types.String))
        {
            var value = HelperArguments.Plain(root, name);
            if (value is JsArray { Length: > 0 } || (value is JsObject values && values.GetOwnPropertyKeys(Types.String).Count > 0))
            {
                _writer.WritePropertyName(name.ToString());
                WriteValue(value, 0);
            }
        }

        _writer.WriteEndObject();
        _writer.Flush();
        CheckSize();
        return _buffer.WrittenSpan;
    }

    public void Dispose() => _writer.Dispose();

    private void WriteObject(ObjectInstance owner, int depth)
    {
        CheckDepth(depth);
        _writer.WriteStartObject();
        foreach (var name in owner.GetOwnPropertyKeys(Types.String))
        {
            var value = HelperArguments.Plain(owner, name);
            if (IsStored(value))
            {
                CheckSize();
                _writer.WritePropertyName(name.ToString());
                WriteValue(value, depth);
            }
        }

        _writer.WriteEndObject();
    }

    private void WriteArray(JsArray array, int depth)
    {
        CheckDepth(depth);
        _writer.WriteStartArray();
        for (var i = 0u; i < array.Length; i++)
        {
            CheckSize();
            var value = HelperArguments.Plain(array, JsNumber.Create((double)i));
            WriteValue(IsStored(value) ? value : JsValue.Null, depth);
        }

        _writer.WriteEndArray();
    }

    private void WriteValue(JsValue value, int depth)
    {
        switch (value)
        {
            case JsString text:
                _writer.WriteStringValue(text.ToString());
                break;
            case JsBoolean:
                _writer.WriteBooleanValue(TypeConverter.ToBoolean(value));
                break;
            case JsNumber when TypeConverter.ToNumber(value) is var number && double.IsFinite(number):
                _writer.WriteRawValue(number.ToString("R", CultureInfo.InvariantCulture), skipInputValidation: true);
                break;
            case JsArray array:
                WriteArray(array, depth + 1);
                break;
            case JsDate date when !double.IsNaN(date.DateValue):
                _writer.WriteStringValue(DateTimeOffset.FromUnixTimeMilliseconds((long)date.DateValue).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                break;
            case JsTypedArray bytes when value.IsUint8Array():
                WriteBytes(bytes.AsUint8Array());
                break;
            case JsObject plain:
                WriteObject(plain, depth + 1);
                break;
            default:
                _writer.WriteNullValue();
                break;
        }
    }

    private void WriteBytes(byte[] bytes)
    {
        _writer.WriteStartObject();
        _writer.WriteString("type"u8, "Buffer"u8);
        _writer.WriteStartArray("data"u8);
        foreach (var one in bytes)
        {
            _writer.WriteNumberValue(one);
        }

        _writer.WriteEndArray();
        _writer.WriteEndObject();
    }

    private static bool IsStored(JsValue value) =>
        value is JsString or JsBoolean or JsNumber or JsNull or JsArray or JsDate or JsObject || value.IsUint8Array();

    private static void CheckDepth(int depth)
    {
        if (depth > Deepest)
        {
            throw new InvalidStateException($"context holds an object nested deeper than {Deepest} levels, or one that holds itself; it cannot be stored");
        }
    }

    private void CheckSize()
    {
        if (_writer.BytesCommitted + _writer.BytesPending > _limit)
        {
            throw new InvalidStateException(string.Create(
                CultureInfo.InvariantCulture, $"context is larger than {_limit} bytes of JSON for this device; keep only what the next message needs"), RuleFault.StateLimit);
        }
    }
}
