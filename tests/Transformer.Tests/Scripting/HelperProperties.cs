using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Busroot.Transformer.State;
using FsCheck;
using FsCheck.Fluent;

namespace Busroot.Transformer.Tests.Scripting;

/// <summary>Helpers that undo something give back what was there; others keep what they promise whatever they get.</summary>
public class HelperProperties
{
    private static readonly string[] Orders = ["ABCD", "CDAB", "BADC", "DCBA"];

    [Fact]
    public void Hexadecimal_digits_are_read_back_however_they_are_spaced() =>
        Holds<(byte[] Bytes, byte Separator)>("[...hex(v)]", given =>
        {
            byte[] bytes = [7, .. Few(given.Bytes)];
            var text = string.Join(new[] { "", " ", ":", "-" }[given.Separator % 4], bytes.Select(b => b.ToString(given.Separator % 2 == 0 ? "x2" : "X2", CultureInfo.InvariantCulture)));
            return (text, JsonSerializer.Serialize(bytes.Select(b => (int)b)));
        });

    [Fact]
    public void Base64_is_read_back() =>
        Holds<byte[]>("[...base64(v)]", given => (Convert.ToBase64String(Few(given)), JsonSerializer.Serialize(Few(given).Select(b => (int)b))));

    [Fact]
    public void A_text_becomes_its_bytes() =>
        Holds<NonNull<string>>("[...utf8(v)]", given =>
        {
            var text = new string([.. given.Get.Where(c => !char.IsSurrogate(c)).Take(12)]) + "ü€\U0001F600";
            return (text, JsonSerializer.Serialize(System.Text.Encoding.UTF8.GetBytes(text).Select(b => (int)b)));
        });

    [Fact]
    public void Whole_numbers_of_64_bits_are_read_back_from_bytes_in_any_order() =>
        Holds<(long Value, byte Order)>("[i64(v.bytes, v.offset, v.order), u64(v.bytes, v.offset, v.order)]", given =>
        {
            var value = given.Value >> 11; // what a JavaScript number holds exactly
            var bytes = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(bytes, value);
            var (at, order) = (given.Order % 5, Orders[given.Order % 4]);
            return (At(at, Arranged(bytes, order), order), $"[{value},{(value < 0 ? Number((ulong)value) : Number(value))}]");
        });

    [Fact]
    public void Floats_of_64_bits_are_read_back_from_bytes_in_any_order() =>
        Holds<(NormalFloat Value, byte Order)>("f64(v.bytes, v.offset, v.order)", given =>
        {
            var bytes = new byte[8];
            BinaryPrimitives.WriteDoubleBigEndian(bytes, given.Value.Get);
            var order = Orders[given.Order % 4];
            return (At(given.Order % 5, Arranged(bytes, order), order), Number(given.Value.Get));
        });

    [Fact]
    public void Numbers_of_16_bits_are_read_back_from_bytes_in_either_order() =>
        Holds<(short Value, bool Little)>("[i16(v.bytes, -2, v.order), u16(v.bytes, -2, v.order)]", given =>
        {
            var (high, low) = ((byte)(given.Value >> 8), (byte)given.Value);
            byte[] bytes = given.Little ? [9, low, high] : [9, high, low];
            return (At(0, bytes, given.Little ? "le" : "be"), $"[{given.Value},{(ushort)given.Value}]");
        });

    [Fact]
    public void Registers_are_read_at_their_index_in_any_order() =>
        Holds<(int Value, byte Place)>("[i32regs(v.registers, v.index, v.order), u32regs(v.registers, v.index, v.order)]", given =>
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(bytes, given.Value);
            return (AtIndex(given.Place, bytes), $"[{given.Value},{(uint)given.Value}]");
        });

    [Fact]
    public void Floats_in_registers_are_read_at_their_index_in_any_order() =>
        Holds<(float Value, byte Place)>("f32regs(v.registers, v.index, v.order)", given =>
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteSingleBigEndian(bytes, given.Value);
            var shortest = double.Parse(given.Value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            return (AtIndex(given.Place, bytes), float.IsFinite(given.Value) ? Number(shortest) : "null");
        });

    [Fact]
    public void Whole_numbers_in_four_registers_are_read_at_their_index_in_any_order() =>
        Holds<(long Value, byte Place)>("i64regs(v.registers, v.index, v.order)", given =>
        {
            var bytes = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(bytes, given.Value >> 11);
            return (AtIndex(given.Place, bytes), Number(given.Value >> 11));
        });

    [Fact]
    public void Digits_in_registers_add_up() =>
        Holds<(uint Value, byte Place)>("mod10(v.registers, v.index, 3)", given =>
        {
            int[] registers = [(int)(given.Value % 10_000), (int)(given.Value / 10_000 % 10_000), (int)(given.Value / 100_000_000)];
            return (new { registers = Enumerable.Repeat(77, given.Place % 4).Concat(registers), index = given.Place % 4 }, Number(given.Value));
        });

    [Fact]
    public void Tagged_values_are_read_back_and_unknown_tags_passed_over() =>
        Holds<(ushort A, int B, byte[] Unknown)>("tlv(hex(v), { '01': { name: 'a', type: 'u16', not: [65535] }, '02': { name: 'b', type: 'i32', order: 'le' } })", given =>
        {
            var unknown = Few(given.Unknown);
            byte[] bytes = [7, (byte)unknown.Length, .. unknown, 1, 2, (byte)(given.A >> 8), (byte)given.A, 2, 4, .. BitConverter.GetBytes(given.B)];
            return (Convert.ToHexString(bytes), $"{{\"a\":{(given.A == 65535 ? "null" : given.A)},\"b\":{given.B}}}");
        });

    [Fact]
    public void A_Modbus_TCP_answer_is_read_back_and_cut_short_it_is_an_error() =>
        Holds<(byte Unit, ushort[] Registers, ushort Cut)>("[modbusTcp(hex(v.whole)).registers, modbusTcp(hex(v.cut)).error?.length > 0]", given =>
        {
            var registers = (given.Registers ?? []).Take(10).ToArray();
            byte[] data = [.. registers.SelectMany(register => new[] { (byte)(register >> 8), (byte)register })];
            byte[] frame = [0, 1, 0, 0, 0, (byte)(3 + data.Length), given.Unit, 3, (byte)data.Length, .. data];
            return (new { whole = Convert.ToHexString(frame), cut = Convert.ToHexString(frame[..(1 + (given.Cut % (frame.Length - 1)))]) }, $"[{JsonSerializer.Serialize(registers)},true]");
        });

    [Fact]
    public void An_interval_holds_the_time_it_is_asked_about() =>
        Holds<(uint Time, ushort Width)>("((start) => [start <= v.time && v.time < start + v.width, start % v.width])(bucket(v.time, v.width))", given =>
            (new { time = given.Time * 1000L, width = given.Width + 1 }, "[true,0]"));

    [Fact]
    public void Times_in_seconds_and_finer_units_agree() =>
        Holds<uint>("[v, v * 1e3, v * 1e6, v * 1e9].map(ts).map(Math.round)", given =>
        {
            var seconds = 200_000_000L + given; // from 1976 on: before, milliseconds look like seconds
            return (seconds, $"[{seconds}000,{seconds}000,{seconds}000,{seconds}000]");
        });

    [Fact]
    public void Rounding_again_changes_nothing_and_rounding_moves_by_half_a_place_at_most() =>
        Holds<(NormalFloat Value, byte Places)>("((once) => [once === round(once, v.places), Math.abs(once - v.x) <= 0.5000001 * 10 ** -v.places])(round(v.x, v.places))", given =>
            (new { x = given.Value.Get, places = given.Places % 7 }, "[true,true]"));

    private static object At(int offset, byte[] bytes, string order) =>
        new { offset, order, bytes = Enumerable.Repeat((byte)0xEE, offset).Concat(bytes).Select(b => (int)b) };

    private static object AtIndex(byte place, byte[] bigEndian)
    {
        var (index, order) = (place % 5, Orders[place % 4]);
        var arranged = Arranged(bigEndian, order);
        var registers = Enumerable.Range(0, arranged.Length / 2).Select(i => (int)BinaryPrimitives.ReadUInt16BigEndian(arranged.AsSpan(2 * i)));
        return new { index, order, registers = Enumerable.Repeat(0xEEEE, index).Concat(registers) };
    }

    // What a device sends that orders its bytes so; A the most significant.
    private static byte[] Arranged(byte[] bigEndian, string order)
    {
        var pairs = bigEndian.Chunk(2);
        return order switch
        {
            "CDAB" => [.. pairs.Reverse().SelectMany(pair => pair)],
            "BADC" => [.. pairs.SelectMany(pair => pair.Reverse())],
            "DCBA" => [.. bigEndian.Reverse()],
            _ => bigEndian,
        };
    }

    private static byte[] Few(byte[]? bytes) => [.. (bytes ?? []).Take(20)];

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    // The call is made with each payload as v; what it gives and what is expected are compared as JSON, numbers by value.
    private static void Holds<T>(string call, Func<T, (object Payload, string Expected)> make)
    {
        using var files = new ScriptFiles();
        var rule = ScriptFiles.Body($"const v = reading.payload.v; const {{ {string.Join(", ", Busroot.Transformer.Scripting.BusrootModule.Names)} }} = busroot; warn(JSON.stringify({call}))");
        Prop.ForAll(ArbMap.Default.ArbFor<T>(), given =>
        {
            var (payload, expected) = make(given);
            var result = files.Note(rule, JsonSerializer.Serialize(new { v = payload }), new DeviceState(), TimeSpan.Zero);
            return JsonElement.DeepEquals(JsonDocument.Parse(result).RootElement, JsonDocument.Parse(expected).RootElement);
        }).QuickCheckThrowOnFailure();
    }
}
