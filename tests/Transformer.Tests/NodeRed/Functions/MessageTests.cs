using System.Text;

namespace Busroot.Transformer.Tests.NodeRed.Functions;

/// <summary>Bytes to msg, and msg to signals.</summary>
public class MessageTests
{
    [Fact]
    public void A_message_has_the_members_of_mqtt_in() =>
        FunctionFiles.Said("node.warn(JSON.stringify(Object.keys(msg)) + msg.topic + msg.qos + msg.retain + /^[0-9a-f]{16}$/.test(msg._msgid))").Single()
            .Should().Be("[\"topic\",\"payload\",\"qos\",\"retain\",\"_msgid\"]busroot/v1/dau/acme/press-11falsetrue");

    [Theory]
    [InlineData("", "{\"a\":[1]}", "object {\"a\":[1]}")]
    [InlineData("", "12", "number 12")]
    [InlineData("", "true", "boolean true")]
    [InlineData("", "hello", "string \"hello\"")]
    [InlineData("", "{broken", "string \"{broken\"")]
    [InlineData("\"payload\": \"auto\",", "12", "string \"12\"")]
    [InlineData("\"payload\": \"utf8\",", "{}", "string \"{}\"")]
    [InlineData("\"payload\": \"text\",", "{}", "string \"{}\"")]
    [InlineData("\"payload\": \"base64\",", "hi", "string \"aGk=\"")]
    [InlineData("\"payload\": \"buffer\",", "hi", "object {\"type\":\"Buffer\",\"data\":[104,105]}")]
    [InlineData("\"payload\": \"json\",", "[1]", "object [1]")]
    public void A_payload_is_decoded_as_the_data_type_says(string more, string payload, string expected)
    {
        using var files = new FunctionFiles();
        files.Apply(FunctionFiles.Rule("node.warn(typeof msg.payload + ' ' + JSON.stringify(msg.payload)); return null;", more), payload);

        files.Runner.Warnings.Should().Equal(expected);
    }

    [Fact]
    public void Bytes_that_are_no_text_become_a_buffer()
    {
        using var files = new FunctionFiles();
        files.Apply(FunctionFiles.Rule("node.warn(Buffer.isBuffer(msg.payload) + msg.payload.toString('hex')); return null;"), [0xFF, 0x00, 0x80]);

        files.Runner.Warnings.Should().Equal("trueff0080");
    }

    [Fact]
    public void A_payload_that_must_be_json_and_is_not_fails_the_reading() =>
        FunctionFiles.RunOnce(FunctionFiles.Rule("return msg;", "\"payload\": \"json\","), "nope").Should().StartWith("InvalidPayload: not valid JSON at byte");

    [Fact]
    public void An_unknown_data_type_is_a_problem() =>
        FunctionFiles.Problems("return msg;", "\"payload\": \"csv\",").Single().Should().Contain("auto-detect, auto, utf8, buffer, base64, json, not \"csv\"");

    [Theory]
    [InlineData("''", "")]
    [InlineData("undefined", "")]
    [InlineData("msg.topic", "")]
    [InlineData("'busroot/v1/acme/press-1'", "")]
    [InlineData("'busroot/v1/dau/acme/press-1/x'", "")]
    [InlineData("'busroot/v2/dau/acme/press-1'", "")]
    [InlineData("'busroot/v2/acme/signals/ST-01'", "ST-01:")]
    public void Signals_leave_for_the_device_or_a_station(string topic, string prefix) =>
        FunctionFiles.RunOnce(FunctionFiles.Rule($"return {{ topic: {topic}, payload: {{ rssi: -60 }} }};")).Should().Be(prefix + """{"rssi":-60}""");

    [Theory]
    [InlineData("busroot/v1/acme/press-2")]
    [InlineData("busroot/v1/other/press-1")]
    [InlineData("busroot/v2/other/signals/ST-01")]
    public void Signals_of_somebody_else_are_refused(string topic) =>
        FunctionFiles.RunOnce(FunctionFiles.Rule($"return {{ topic: '{topic}', payload: {{ rssi: -60 }} }};")).Should().Contain("the signals of somebody else");

    [Fact]
    public void A_message_for_any_other_topic_is_not_published_and_said_so()
    {
        using var files = new FunctionFiles();
        files.Run(FunctionFiles.Rule("return { topic: 'factory/line1', payload: 'anything' };")).Should().Be("ignored: what the function sent are no signals; see its warnings");
        files.Runner.Warnings.Single().Should().Contain("factory/line1");
    }

    [Theory]
    [InlineData("JSON.stringify({ rssi: -60 })")]
    [InlineData("Buffer.from('{\"rssi\":-60}')")]
    public void Json_made_by_hand_is_signals_too(string payload) =>
        FunctionFiles.RunOnce(FunctionFiles.Rule($"msg.payload = {payload}; return msg;")).Should().Be("""{"rssi":-60}""");

    [Fact]
    public void A_message_without_a_payload_publishes_nothing() =>
        FunctionFiles.RunOnce(FunctionFiles.Rule("return { topic: '' };")).Should().StartWith("ignored:");

    [Theory]
    [InlineData("5", "msg.payload of a sent message is 5")]
    [InlineData("'RUN'", "the text \"RUN\"")]
    [InlineData("null", "is null")]
    [InlineData("{ speed: 3 }", "\"speed\" is not a signal")]
    [InlineData("{ rssi: 'x' }", "rssi is the text \"x\"")]
    public void What_is_no_signals_fails_with_a_reason(string payload, string reason) =>
        FunctionFiles.RunOnce(FunctionFiles.Rule($"return {{ payload: {payload} }};")).Should().Contain(reason);

    [Fact]
    public void A_retained_message_counts_no_increments()
    {
        using var files = new FunctionFiles();
        var outcome = files.Apply(FunctionFiles.Rule("return msg;"), Encoding.UTF8.GetBytes("""{"production_complete_good":5}"""), retain: true);

        outcome.Should().BeOfType<RuleOutcome.Ignored>().Which.Reason.Should().Contain("retained");
    }
}
