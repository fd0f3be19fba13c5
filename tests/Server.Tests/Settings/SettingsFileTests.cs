using System.Text.Json;
using Busroot.Broker.Limits;
using Busroot.Mqtt;
using Busroot.Server.Settings;
using Busroot.Server.Tests.Commands;
using Busroot.Storage.Quarantine;

namespace Busroot.Server.Tests.Settings;

public sealed class SettingsFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Config => Path.Combine(_directory.Parent, "busroot.json");

    [Fact]
    public void Every_kind_of_value_reaches_its_record()
    {
        var values = Values("""
            {
              "$schema": "busroot.schema.json",
              "limits": {
                "maximumPacketBytes": "1MiB", "maximumConnectBytes": 4096, "longestKeepAlive": "5m", "receiveMaximum": 10, "topicAliasMaximum": 0,
                "maximumQos": 1, "retainAvailable": false, "maximumConnections": 100, "deniedFilters": ["#", "$share/g/#"], "maximumQueuedBytes": 0
              },
              "quarantine": { "entries": 50, "payloadBytes": "1MiB" }
            }
            """);

        values.Of<BrokerLimits>().Should().BeEquivalentTo(new BrokerLimits
        {
            MaximumPacketBytes = 1024 * 1024,
            MaximumConnectBytes = 4096,
            LongestKeepAlive = TimeSpan.FromMinutes(5),
            ReceiveMaximum = 10,
            TopicAliasMaximum = 0,
            MaximumQos = QualityOfService.AtLeastOnce,
            RetainAvailable = false,
            MaximumConnections = 100,
            DeniedFilters = ["#", "$share/g/#"],
            MaximumQueuedBytes = 0,
        });
        values.Of<QuarantineLimits>().Should().Be(new QuarantineLimits { Entries = 50, PayloadBytes = 1024 * 1024 });
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once_with_its_place_and_what_is_allowed()
    {
        File.WriteAllText(Config, """
            {
              "limits": { "maximumPacketByte": 1, "receiveMaximum": 0, "maximumQos": 3,
                "longestKeepAlive": 60, "retainAvailable": "yes", "deniedFilters": "a/#" },
              "quarantine": { "entries": "many" },
              "listeners": { "mqtt": "1883", "proxyProtocol": "on", "websocket": "127.0.0.1:1" },
              "persistence": "durabel",
              "limit": {}
            }
            """);

        var run = await CommandRun.Of("up", "--config", Config, "--limit", "maximumConnection=5", "--limit", "maximumTopicBytes=1", "--limit", "x", "--http", "nowhere");

        run.ExitCode.Should().Be(2);
        run.Output.Should().BeEmpty();
        run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().BeEquivalentTo(
            $"{Config}:7:3: unknown key \"limit\"; did you mean \"limits\"?",
            $"{Config}:2:15: unknown key \"maximumPacketByte\"; did you mean \"maximumPacketBytes\"?",
            $"{Config}:2:57: receiveMaximum is a whole number from 1 to 65535, such as 256; not 0",
            $"{Config}:2:74: maximumQos is a whole number from 0 to 2, such as 2; not 3",
            $"{Config}:3:25: longestKeepAlive is a time of 5s to 18h12m15s, such as 20m; not 60",
            $"{Config}:3:48: retainAvailable is true or false, not the text \"yes\"",
            $"{Config}:3:72: \"deniedFilters\" is an array of topic filters, not the text \"a/#\"",
            $"{Config}:4:30: entries is a whole number from 1 to 10000000, such as 100000; not the text \"many\"",
            $"{Config}:5:26: --mqtt 1883: this is no address to listen on; write an IP address and a port, such as 127.0.0.1:1883, 0.0.0.0:1883 or [::1]:1883.",
            $"{Config}:5:51: \"proxyProtocol\" is true or false, not the text \"on\"",
            $"{Config}:5:57: unknown key \"websocket\"; the keys here are mqtt, mqtts, http, https, open, proxyProtocol",
            $"{Config}:6:18: --persistence durabel: this is durable or buffered; did you mean \"durable\"?",
            "--limit maximumConnection=5: there is no limit \"maximumConnection\"; did you mean \"maximumConnections\"?",
            "--limit maximumTopicBytes=1: maximumTopicBytes is a size of 16 to 65535, such as 1KiB; not \"1\"",
            "--limit x: write a name, an equals sign and a value, such as maximumPacketBytes=64KiB.",
            "--http nowhere: this is no address to listen on; write an IP address and a port, such as 127.0.0.1:1883, 0.0.0.0:1883 or [::1]:1883.");
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("\u0000\u0001\u0002", "not valid JSON")]
    [InlineData("{ \"limits\": {", "not valid JSON")]
    [InlineData("[]", "the settings file is an object, not an array")]
    [InlineData("{ \"limits\": 5 }", "\"limits\" is an object, not 5")]
    [InlineData("{ \"limits\": {}, \"limits\": {} }", "\"limits\" is given twice")]
    public void A_file_that_is_no_settings_file_is_refused(string text, string because)
    {
        Problems(text).Should().Contain(problem => problem.StartsWith(Config) && problem.Contains(because));
    }

    [Fact]
    public void A_file_that_is_not_there_or_far_too_long_is_refused()
    {
        var problems = new List<string>();
        SettingsFile.Read(Config, problems);
        SettingsFile.Read(_directory.Parent, problems);
        File.WriteAllText(Config, new string(' ', 2_000_000));
        SettingsFile.Read(Config, problems);

        problems.Should().HaveCount(3).And.OnlyContain(problem => problem.StartsWith("--config "));
    }

    [Fact]
    public async Task An_option_goes_before_the_file_and_the_file_before_the_default()
    {
        File.WriteAllText(Config, """
            { "data": "there", "persistence": "buffered", "listeners": { "mqtt": "127.0.0.1:2883", "http": "127.0.0.1:2080" },
              "limits": { "receiveMaximum": 7, "maximumSubscriptions": 9, "deniedFilters": ["a"] } }
            """);

        var run = await CommandRun.Of(
            "config", "--config", Config, "--mqtt", "127.0.0.1:3883", "--limit", "receiveMaximum=8", "--limit", "quarantine.entries=5",
            "--limit", "deniedFilters=b", "--limit", "deniedFilters=c", "--json");

        run.Error.Should().BeEmpty();
        var rows = JsonDocument.Parse(run.Output).RootElement.EnumerateArray().ToDictionary(
            row => row.GetProperty("setting").GetString()!, row => (row.GetProperty("value").GetString(), row.GetProperty("from").GetString()));
        rows["data"].Should().Be((Path.Combine(_directory.Parent, "there"), $"{Config}:1:11"));
        rows["persistence"].Should().Be(("buffered", $"{Config}:1:35"));
        rows["listeners.mqtt"].Should().Be(("127.0.0.1:3883", "--mqtt"));
        rows["listeners.http"].Item1.Should().Be("127.0.0.1:2080");
        rows["listeners.open"].Should().Be(("none", "default"));
        rows["limits.receiveMaximum"].Should().Be(("8", "--limit receiveMaximum=8"));
        rows["limits.maximumSubscriptions"].Item1.Should().Be("9");
        rows["limits.deniedFilters"].Item1.Should().Be("b c");
        rows["quarantine.entries"].Item1.Should().Be("5");
        rows["limits.maximumTopicLevels"].Should().Be(("32", "default"));
    }

    [Fact]
    public async Task A_limit_given_twice_is_a_mistake()
    {
        var run = await CommandRun.Of("up", "--limit", "receiveMaximum=8", "--limit", "limits.receiveMaximum=9");

        run.ExitCode.Should().Be(2);
        run.Error.Should().Be("--limit limits.receiveMaximum=9: receiveMaximum is given twice; keep one.\n");
    }

    [Fact]
    public async Task The_schema_names_every_key()
    {
        var schema = JsonDocument.Parse((await CommandRun.Of("config", "--schema")).Output).RootElement.GetProperty("properties");

        foreach (var name in FileOption.All.Select(option => option.Name).Concat(SettingTable.All.Select(setting => setting.Name)))
        {
            var at = schema;
            foreach (var (part, depth) in name.Split('.').Select((part, depth) => (part, depth)))
            {
                at = (depth == 0 ? at : at.GetProperty("properties")).GetProperty(part);
            }

            at.GetProperty("description").GetString().Should().NotBeEmpty();
        }
    }

    public void Dispose() => _directory.Dispose();

    private SettingValues Values(string text)
    {
        File.WriteAllText(Config, text);
        var problems = new List<string>();
        var values = SettingValues.Read(SettingsFile.Read(Config, problems).Limits, problems);
        problems.Should().BeEmpty();
        return values;
    }

    private List<string> Problems(string text)
    {
        File.WriteAllText(Config, text);
        var problems = new List<string>();
        SettingsFile.Read(Config, problems);
        return problems;
    }
}
