using System.Buffers.Binary;
using Busroot.Transformer.Payloads;
using Jint;
using Jint.Native;

namespace Busroot.Transformer.Scripting;

/// <summary>Helpers that take Modbus answers apart: <c>{ unit, function, data, registers }</c>, or <c>{ error }</c> for what is none.</summary>
internal static class FramingFunctions
{
    public static IEnumerable<HelperFunction> All(ScriptRealm realm) =>
    [
        new("modbusRtu", arguments => One(arguments, realm, tcp: false)),
        new("modbusRtuAll", arguments => Every(arguments, realm)),
        new("modbusTcp", arguments => One(arguments, realm, tcp: true)),
    ];

    private static JsValue One(JsValue[] arguments, ScriptRealm realm, bool tcp)
    {
        if (ByteFunctions.BytesOf(arguments.At(0)) is not { } bytes)
        {
            return JsValue.Null;
        }

        var error = tcp ? ModbusFraming.ReadTcp(bytes, out var answer, out _) : ModbusFraming.ReadRtu(bytes, out answer, out _);
        return error is null ? Answer(bytes, answer, realm.Engine) : ScriptObjects.Object(realm.Engine, ("error", JsString.Create(error)));
    }

    private static JsValue Every(JsValue[] arguments, ScriptRealm realm)
    {
        if (ByteFunctions.BytesOf(arguments.At(0)) is not { } bytes)
        {
            return JsValue.Null;
        }

        var parts = new List<FramePart>();
        ModbusFraming.Rtu.TryDivide(bytes, parts, out _);
        return ScriptObjects.Array(realm.Engine, parts.Select(part => Answer(bytes, part, realm.Engine)));
    }

    private static JsObject Answer(byte[] bytes, FramePart part, Engine engine)
    {
        var data = bytes.AsSpan(part.Start, part.Length);
        var registers = new JsValue[data.Length / 2];
        for (var i = 0; i < registers.Length; i++)
        {
            registers[i] = JsNumber.Create(BinaryPrimitives.ReadUInt16BigEndian(data[(2 * i)..]));
        }

        return ScriptObjects.Object(
            engine,
            ("unit", JsNumber.Create(part.Unit)),
            ("function", JsNumber.Create(part.Function)),
            ("data", engine.Intrinsics.Uint8Array.Construct(data)),
            ("registers", new JsArray(engine, registers)));
    }
}
