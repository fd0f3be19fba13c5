using System.Text.RegularExpressions;
using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Operation;

public partial class DemoTests(ITestOutputHelper output) : ServerTest(output)
{
    [Fact]
    public async Task The_demo_shows_readings_and_the_signals_they_become()
    {
        var server = await StartServerAsync("--rules", Repository.Rules, "--demo");

        await server.Run.LineAsync(server.Run.Output, line => Example().IsMatch(line), "a reading of the demo and what became of it");
        await server.Run.SignalAsync("TERM");

        (await server.Run.EndAsync()).Done().Output.Should().NotContain("\u001b", "a pipe is no terminal");
    }

    [GeneratedRegex("""^acme/opta-\d+ .*"c1":\d+.* -> .*"production_complete_good":\d+""")]
    private static partial Regex Example();
}
