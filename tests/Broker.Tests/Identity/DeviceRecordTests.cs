using System.Collections.Immutable;
using System.Text.Json;
using Busroot.Broker.Identity;

namespace Busroot.Broker.Tests.Identity;

public class DeviceRecordTests
{
    private static readonly DeviceRecord Plain = new(DeviceId.Parse("acme/press-1"), default, []);

    [Fact]
    public void An_ordinary_record_has_no_problems()
    {
        var device = Plain with
        {
            Name = "Press 1, hall B",
            RuleId = "arduino/opta-dau",
            Stations = ["ST-01", "Linie Süd"],
            Variables = ImmutableDictionary<string, JsonElement>.Empty.Add("goodInput", JsonSerializer.SerializeToElement("c1")),
        };

        device.Problems().Should().BeEmpty();
    }

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        var device = Plain with
        {
            Name = "",
            RuleId = "a rule",
            Stations = ["ST-01", "a/b", "#", "+", "", " x", new string('s', 65), "nul\0"],
            Variables = ImmutableDictionary<string, JsonElement>.Empty.Add("big", JsonSerializer.SerializeToElement(new string('x', 1100))),
        };

        device.Problems().GroupBy(problem => problem.Field).ToDictionary(group => group.Key, group => group.Count())
            .Should().BeEquivalentTo(new Dictionary<string, int> { ["name"] = 1, ["rule"] = 1, ["stations"] = 7, ["variables"] = 1 });
    }

    [Fact]
    public void Lists_end_somewhere()
    {
        var device = Plain with
        {
            Stations = [.. Enumerable.Range(0, DeviceRecord.MaximumStations + 1).Select(n => $"ST-{n}")],
            Variables = Enumerable.Range(0, DeviceRecord.MaximumVariables + 1).ToImmutableDictionary(n => $"v{n}", n => JsonSerializer.SerializeToElement(n)),
        };

        device.Problems().Select(problem => problem.Field).Should().Equal("stations", "variables");
    }
}
