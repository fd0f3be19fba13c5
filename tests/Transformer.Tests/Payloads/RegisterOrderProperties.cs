using Busroot.Transformer.Payloads;
using FsCheck;
using FsCheck.Fluent;

namespace Busroot.Transformer.Tests.Payloads;

public class RegisterOrderProperties
{
    [Fact]
    public void A_value_written_in_any_order_is_read_back()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<(int Value, byte Order)>(), given =>
        {
            var order = (ByteOrder)(given.Order % 4);
            return BinaryField.ValueOf(Write((uint)given.Value, order), FieldType.Signed, order) == given.Value
                && BinaryField.ValueOf(Write((uint)given.Value, order), FieldType.Unsigned, order) == (uint)given.Value;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_float_written_in_any_order_is_read_back_as_the_shortest_decimal_of_the_same_float()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<(float Value, byte Order)>(), given =>
        {
            var order = (ByteOrder)(given.Order % 4);
            var read = BinaryField.ValueOf(Write(BitConverter.SingleToUInt32Bits(given.Value), order), FieldType.Float, order);
            return float.IsFinite(given.Value) ? (float)read!.Value == given.Value : read is null;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Digits_written_as_bcd_are_read_back()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<uint>(), value =>
        {
            var digits = Convert.FromHexString(value.ToString("D10", System.Globalization.CultureInfo.InvariantCulture));
            return BinaryField.ValueOf(digits, FieldType.Bcd, ByteOrder.Abcd) == value && BinaryField.ValueOf([.. digits.Reverse()], FieldType.Bcd, ByteOrder.Dcba) == value;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_Modbus_answer_with_its_checksum_is_read_and_with_any_bit_changed_is_not()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<(byte Unit, byte[] Data, ushort Bit)>(), given =>
        {
            byte[] data = [.. (given.Data ?? []).Take(250)];
            byte[] body = [given.Unit, 3, (byte)data.Length, .. data];
            var crc = Crc16.Modbus(body);
            byte[] frame = [.. body, (byte)crc, (byte)(crc >> 8)];
            var read = ModbusFraming.ReadRtu(frame, out var answer, out var length) is null && answer.Length == data.Length && length == frame.Length;
            frame[given.Bit % (8 * frame.Length) / 8] ^= (byte)(1 << (given.Bit % 8));
            return read && ModbusFraming.ReadRtu(frame, out _, out _) is not null;
        }).QuickCheckThrowOnFailure();
    }

    // A the most significant byte.
    private static byte[] Write(uint bits, ByteOrder order)
    {
        var (a, b, c, d) = ((byte)(bits >> 24), (byte)(bits >> 16), (byte)(bits >> 8), (byte)bits);
        return order switch { ByteOrder.Abcd => [a, b, c, d], ByteOrder.Dcba => [d, c, b, a], ByteOrder.Cdab => [c, d, a, b], _ => [b, a, d, c] };
    }
}
