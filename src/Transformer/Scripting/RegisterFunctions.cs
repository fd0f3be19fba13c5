using System.Buffers.Binary;
using Busroot.Transformer.Payloads;
using Jint.Native;

namespace Busroot.Transformer.Scripting;

/// <summary>Helpers that make numbers of 16-bit registers, as Modbus gives them; null is their answer to bad input.</summary>
internal static class RegisterFunctions
{
    private const int MostRegisters = 4;

    public static HelperFunction[] All { get; } =
    [
        Reading("f32regs", FieldType.Float, 2),
        Reading("u32regs", FieldType.Unsigned, 2),
        Reading("i32regs", FieldType.Signed, 2),
        Reading("i64regs", FieldType.Signed, 4),
        new("mod10", Mod10),
    ];

    // name(registers, index, order): "ABCD" has the high register first, "CDAB" the low one, "BADC" and "DCBA" with the bytes swapped.
    private static HelperFunction Reading(string name, FieldType type, int count) => new(name, arguments =>
    {
        if (arguments.At(0) is not JsArray registers || arguments.IndexAt(1, 0) is not { } index || ByteFunctions.OrderOf(arguments.At(2)) is not { } order)
        {
            return JsValue.Null;
        }

        Span<byte> bytes = stackalloc byte[MostRegisters * 2];
        for (var i = 0; i < count; i++)
        {
            if (Register(registers, index + i) is not { } register)
            {
                return JsValue.Null;
            }

            BinaryPrimitives.WriteUInt16BigEndian(bytes[(i * 2)..], register);
        }

        return HelperArguments.ToJs(BinaryField.ValueOf(bytes[..(count * 2)], type, order));
    });

    // mod10(registers, index, count): each register holds four decimal digits, the lowest first.
    private static JsValue Mod10(JsValue[] arguments)
    {
        if (arguments.At(0) is not JsArray registers || arguments.IndexAt(1, 0) is not { } index
            || arguments.IndexAt(2, (int)Math.Min(registers.Length - index, MostRegisters)) is not (>= 1 and <= MostRegisters and var count))
        {
            return JsValue.Null;
        }

        var value = 0.0;
        for (var i = count - 1; i >= 0; i--)
        {
            if (Register(registers, index + i) is not (<= 9999 and var register))
            {
                return JsValue.Null;
            }

            value = (value * 10_000) + register;
        }

        return HelperArguments.ToJs(value);
    }

    private static ushort? Register(JsArray registers, int index) =>
        index >= 0 && index < registers.Length && HelperArguments.Number(HelperArguments.Plain(registers, JsNumber.Create(index))) is >= -32768 and <= 65535 and var number
            && number == Math.Floor(number)
            ? unchecked((ushort)(int)number) // gateways also give registers signed
            : null;
}
