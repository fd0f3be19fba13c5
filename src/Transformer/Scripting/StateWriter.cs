using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace Busroot.Transformer.Scripting;

/// <summary>Writes <c>device.state</c> as JSON, without running any of the script's code.</summary>
/// <remarks>Numbers in shortest round-trip form; members in their order; undefined is left out and a number that is not finite is null, as JSON.stringify does.</remarks>
internal sealed class StateWriter : IDisposable
{
    private const int Deepest = 32;

    private readonly ArrayBufferWriter<byte> _buffer = new(256);
    private readonly Utf8JsonWriter _writer;
    private readonly List<string> _path = [];
    private int _limit;

    public StateWriter() => _writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true });

    /// <summary>Writes a state.</summary>
    /// <param name="state">What the script left.</param>
    /// <param name="realm">For its limits.</param>
    /// <param name="limits">Of the rule.</param>
    /// <returns>UTF-8, valid until the next call.</returns>
    /// <exception cref="InvalidStateException">It holds what JSON cannot, or is too large.</exception>
    public ReadOnlySpan<byte> Write(JsValue state, ScriptRealm realm, ScriptLimits limits)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);
        _path.Clear();
        _limit = limits.StateBytes;
        if (state is not JsObject root)
        {
            throw new InvalidStateException("device.state is no plain object any more; keep an object with JSON values in it");
        }

        WriteObject(root, realm);
        _writer.Flush();
        CheckSize();
        return _buffer.WrittenSpan;
    }

    public void Dispose() => _writer.Dispose();

    private void WriteValue(JsValue value, ScriptRealm realm)
    {
        switch (value)
        {
            case JsObject plain:
                WriteObject(plain, realm);
                break;
            case JsArray array:
                WriteArray(array, realm);
                break;
            case JsString text:
                _writer.WriteStringValue(text.ToString());
                break;
            case JsBoolean:
                _writer.WriteBooleanValue(ReferenceEquals(value, JsBoolean.True) || TypeConverter.ToBoolean(value));
                break;
            case JsNumber when TypeConverter.ToNumber(value) is var number && double.IsFinite(number):
                _writer.WriteRawValue(number.ToString("R", CultureInfo.InvariantCulture), skipInputValidation: true);
                break;
            case JsNumber or JsNull or JsUndefined: // undefined only in arrays
                _writer.WriteNullValue();
                break;
            default:
                throw new InvalidStateException($"{Where()} holds what JSON cannot: keep numbers, texts, true, false, null, plain objects and arrays (for a Date its getTime())");
        }
    }

    private void WriteObject(JsObject owner, ScriptRealm realm)
    {
        Deepen();
        _writer.WriteStartObject();
        foreach (var name in owner.GetOwnPropertyKeys(Types.String))
        {
            Check(realm);
            _path.Add(name.ToString());
            var value = Own(owner, name);
            if (value is not JsUndefined)
            {
                _writer.WritePropertyName(_path[^1]);
                WriteValue(value, realm);
            }

            _path.RemoveAt(_path.Count - 1);
        }

        _writer.WriteEndObject();
    }

    private void WriteArray(JsArray array, ScriptRealm realm)
    {
        Deepen();
        _writer.WriteStartArray();
        for (var i = 0u; i < array.Length; i++)
        {
            Check(realm);
            _path.Add(i.ToString(CultureInfo.InvariantCulture));
            WriteValue(Own(array, JsNumber.Create((double)i)), realm);
            _path.RemoveAt(_path.Count - 1);
        }

        _writer.WriteEndArray();
    }

    private JsValue Own(ObjectInstance owner, JsValue name)
    {
        var property = owner.GetOwnProperty(name);
        return property.IsAccessorDescriptor()
            ? throw new InvalidStateException($"{Where()} is computed by a getter; keep plain values")
            : property.Value ?? JsValue.Undefined;
    }

    // Also ends an object that holds itself.
    private void Deepen()
    {
        if (_path.Count > Deepest)
        {
            throw new InvalidStateException($"{Where()[..60]}... is nested deeper than {Deepest} levels");
        }
    }

    private void Check(ScriptRealm realm)
    {
        realm.Check();
        CheckSize();
    }

    private void CheckSize()
    {
        if (_writer.BytesCommitted + _writer.BytesPending > _limit)
        {
            throw new InvalidStateException(string.Create(
                CultureInfo.InvariantCulture, $"device.state is larger than {_limit} bytes of JSON; keep only what the next reading needs"), RuleFault.StateLimit);
        }
    }

    private string Where() => "device.state." + string.Join('.', _path);
}
