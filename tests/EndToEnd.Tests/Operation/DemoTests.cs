using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Operation;

public class DemoTests(ITestOutputHelper output) : ServerTest(output)
{
    [Fact]
    public async Task The_demo_shows_readings_and_the_signals_they_become()
    {
        var server = await StartServerAsync("--rules", Repository.Rules, "--demo");

        await server.Run.LineAsync(server.Run.Output, line => line.Contains("production_complete_good", StringComparison.Ordinal), "a signal of the demo");
        await server.Run.SignalAsync("TERM");

        (await server.Run.EndAsync()).Done().Output.Should().NotContain("\u001b", "a pipe is no terminal");
    }
}
