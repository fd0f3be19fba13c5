using Busroot.Transformer.Profiles;

namespace Busroot.Transformer.Tests.Profiles;

public class DeviceProfileTests
{
    [Fact]
    public void A_field_is_told_with_its_type_range_movement_and_what_is_no_value()
    {
        string[] payloads = ["""{"m":{"kWh":10.5},"c1":3,"on":true}""", """{"m":{"kWh":-1},"c1":0,"on":false}""", """{"m":{"kWh":11},"c1":2,"on":true,"s":"RUN"}""", "not JSON"];

        var topic = Readings.Profile(payloads).Topics.Single();

        (topic.Payloads, topic.Readable).Should().Be((4, 3));
        topic.Unreadable.Should().Equal(KeyValuePair.Create("not JSON", 1));
        topic.Fields.Select(field => (field.Place.Path, field.Type, field.Payloads, field.IsAlways)).Should().Equal(
            ("m.kWh", "number", 3, true), ("c1", "whole number", 3, true), ("on", "boolean", 3, true), ("s", "text", 1, false));
        var energy = topic.Fields[0];
        (energy.Motion!.Kind, energy.Motion.Minimum, energy.Motion.Maximum, energy.Changes).Should().Be((MotionKind.Rises, 10.5, 11, 1));
        energy.Sentinels.Should().Equal(KeyValuePair.Create(-1.0, 1));
        topic.Fields[1].Motion!.Kind.Should().Be(MotionKind.UpAndDown);
        topic.Fields[2].Examples.Should().Equal("true", "false");
    }

    [Fact]
    public void Numbers_in_texts_with_and_without_a_unit_are_numbers()
    {
        string[] payloads = ["""{"n":"0004321","e":"12.5 kWh","r":"-61 dBm","x":"n/a"}""", """{"n":"0004322","e":"12.7 kWh","r":"-60 dBm","x":""}"""];

        var fields = Readings.Profile(payloads).Topics.Single().Fields;

        fields.Select(field => field.Type).Should().Equal("number in text", "number with kWh", "number with dBm", "nothing");
        fields[1].Motion!.Maximum.Should().Be(12.7);
        fields[3].NoValues.Select(entry => entry.Key).Should().BeEquivalentTo("n/a", "\"\"");
    }

    [Fact]
    public void Elements_of_a_list_are_told_apart_by_what_names_them()
    {
        const string one = """{"vals":[{"id":"101","val":3},{"id":"102","val":1091}],"raw":[7,8]}""";
        const string other = """{"vals":[{"id":"102","val":1093},{"id":"101","val":3}],"raw":[7,9]}""";

        var fields = Readings.Profile(one, other).Topics.Single().Fields;

        fields.Select(field => field.Place.Path).Should().Equal(
            "vals[?@.id == '101'].id", "vals[?@.id == '101'].val", "vals[?@.id == '102'].id", "vals[?@.id == '102'].val", "raw[0]", "raw[1]");
        fields[3].Motion!.Maximum.Should().Be(1093);
        fields[1].Place.Expression("payload").Should().Be("find(payload?.vals, 'id', \"101\")?.val");
    }

    [Fact]
    public void Elements_that_nothing_names_are_samples_of_one_thing()
    {
        var fields = Readings.Profile("""{"samples":[{"t":1709301900,"n":3},{"t":1709301960,"n":5}]}""", """{"samples":[{"t":1709302020,"n":0}]}""").Topics.Single().Fields;

        fields.Select(field => field.Place.Path).Should().Equal("samples[*].t", "samples[*].n");
        (fields[1].Motion!.Values, fields[1].Payloads).Should().Be((3, 2));
    }

    [Fact]
    public void Each_topic_below_the_raw_topic_is_told_for_itself()
    {
        var profile = DeviceProfile.Of(Readings.On(("relay/0", "on"), ("relay/0/energy", "12"), ("relay/0/energy", "13"), ("", """{"a":1}""")), CancellationToken.None);

        profile.Topics.Select(topic => (topic.SubTopic, topic.Payloads, topic.Layout.Name)).Should().Equal(("relay/0/energy", 2, "text"), ("relay/0", 1, "text"), ("", 1, "json"));
    }

    [Fact]
    public void Counters_in_bytes_are_found_where_they_rise()
    {
        // 46 20 | good, four bytes | reject, two bytes | noise
        var noise = new Random(1);
        var payloads = Enumerable.Range(0, 40).Select(i => Convert.FromHexString($"4620{89_167 + (3 * i):X8}{1234 + (i / 4):X4}{noise.Next(256):X2}"));

        var fields = DeviceProfile.Of(Readings.OfBytes(payloads), CancellationToken.None).Topics.Single().Fields;

        var found = fields.Where(field => field.Motion!.Kind == MotionKind.Rises).ToDictionary(field => field.Place.Path, field => field.Motion!.Maximum);
        found.Should().Equal(new Dictionary<string, double> { ["u32_2"] = 89_284, ["u16_6"] = 1243 });
        fields.Select(field => field.Place.Path).Should().StartWith(["u8_0", "u8_1"]).And.EndWith("u8_8");
    }

    [Fact]
    public void A_payload_with_ten_thousand_keys_costs_a_table_of_three_hundred()
    {
        var wide = "{" + string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"k{i}\":{i}")) + "}";

        var topic = Readings.Profile(wide, wide, wide).Topics.Single();

        topic.Fields.Should().HaveCount(300);
        topic.IsCut.Should().BeTrue();
    }

    [Fact]
    public void Deep_long_and_huge_values_are_told_in_short()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"a":""", 40)) + "1" + new string('}', 40);
        var topic = Readings.Profile(deep, $$"""{"long":"{{new string('x', 100_000)}}","huge":1e999,"big":1e308,"half":"\ud800","list":[{{string.Join(',', Enumerable.Range(0, 5000))}}]}""").Topics.Single();

        topic.IsCut.Should().BeTrue("what is nested deeper than 8 levels is not looked at");
        topic.Fields.Should().HaveCount(4 + 16);
        topic.Fields.Single(field => field.Place.Path == "long").Examples.Single().Should().HaveLength(65);
        topic.Fields.Single(field => field.Place.Path == "huge").Type.Should().Be("number too large");
    }

    [Fact]
    public void Many_topics_are_cut()
    {
        var profile = DeviceProfile.Of(Readings.On([.. Enumerable.Range(0, 50).Select(i => ($"t{i}", "1"))]), CancellationToken.None);

        (profile.Topics.Length, profile.OtherTopics).Should().Be((32, 18));
    }
}
