using System.Text;
using Busroot.Transformer.Profiles;

namespace Busroot.Transformer.Tests.Profiles;

public class LayoutGuessTests
{
    [Theory]
    [InlineData("\"json\"", """{"a":1}""", """{"a":2}""")]
    [InlineData("\"json\"", """[{"a":1}]""", "Offline", """[{"a":2}]""")]
    [InlineData("\"json-lenient\"", """{"a":1}""", """{"a":nan}""")]
    [InlineData("\"xml\"", "<m><good>17</good></m>", "<m><good>18</good></m>")]
    [InlineData("\"key-value\"", "ID=17 CNT=001234", "ID=17 CNT=001235")]
    [InlineData("""{ "key-value": { "separator": ";" } }""", "#07;OK=000123;NG=000004;*5A", "#08;OK=000124;NG=000004;*5B")]
    [InlineData("""{ "key-value": { "separator": ";", "equals": ":" } }""", "good:17;state:on", "good:18;state:on")]
    [InlineData("""{ "key-value": { "separator": ";", "decimalComma": true } }""", "n=17;kwh=2,5", "n=18;kwh=2,7")]
    [InlineData("\"line-protocol\"", "m,line=2 good=17i 1700000000000000000", "m,line=2 good=18i 1700000000000000000")]
    [InlineData("\"csv\"", "2026-11-22,RUN,17", "2026-11-22,STOP,18")]
    [InlineData("""{ "csv": { "separator": ";", "decimalComma": true } }""", "2024-03-01 14:05:00;PRESS1;1234;12;15774,45;1", "2024-03-01 14:05:10;PRESS1;1234;12;15774,50;1")]
    [InlineData("""{ "csv": { "header": true } }""", "time,good\n1709301900,5", "time,good\n1709301960,7")]
    [InlineData("""{ "csv": { "header": true, "rows": "all" } }""", "station,good\nST10,5\nST20,7", "station,good\nST10,5\nST20,7")]
    [InlineData("\"hex\"", "010404449A51ECF346", "010404449A51ECF346")]
    [InlineData("\"base64\"", "RiAAAVxPAAAE0g==", "RiAAAVxQAAAE0g==")]
    [InlineData("\"text\"", "1523", "1524")]
    [InlineData("\"text\"", "ON", "OFF")]
    [InlineData("\"text\"", "hello, world", "65432 ERROR: timed out")]
    [InlineData("\"text\"", "20240301", "20240302")]
    [InlineData("""{ "text": { "decimalComma": true } }""", "12,5", "13,7")]
    [InlineData("\"text\"", "", " ")]
    public void What_payloads_are_is_guessed(string ruleJson, params string[] payloads)
    {
        var layout = LayoutGuess.Of([.. payloads.Select(payload => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(payload))]);

        layout.RuleJson([]).Should().Be(ruleJson);
        layout.Reason.Should().NotBeEmpty();
    }

    [Fact]
    public void Bytes_that_are_no_text_are_bytes()
    {
        var layout = LayoutGuess.Of([new byte[] { 1, 200, 0, 7 }, new byte[] { 1, 201, 0, 7 }]);

        layout.RuleJson([]).Should().Be("\"bytes\"");
    }

    [Fact]
    public void Answers_of_Modbus_devices_are_known_by_their_checksum()
    {
        var layout = LayoutGuess.Of([.. Enumerable.Repeat((ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes("010404449A51ECF346"), 5)]);

        layout.Reason.Should().Contain("Modbus RTU");
    }

    [Fact]
    public void Frames_of_several_lengths_are_not_taken_for_one_table()
    {
        var readings = Readings.OfBytes([1, 200, 0, 7], [1, 201, 0, 8, 9], [1, 202, 0, 9], [1, 203, 0, 7, 7]);

        var topic = DeviceProfile.Of(readings, CancellationToken.None).Topics.Single();

        topic.Fields.Should().BeEmpty();
        topic.Layout.Reason.Should().Contain("2 different lengths").And.Contain("codec");
    }
}
