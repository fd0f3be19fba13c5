using System.CommandLine;
using System.Net.Sockets;
using Busroot.Load;
using Busroot.Load.Cases;
using Busroot.Load.Reports;
using Busroot.Load.Servers;

var cases = new Option<string[]>("--cases")
{
    Description = $"Which cases, separated by commas: {string.Join(", ", CaseList.All.Select(loadCase => loadCase.Name))}. Without it: all.",
    CustomParser = parsed => parsed.Tokens[0].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
};
var runs = new Option<int>("--runs") { Description = "Measurements of each system in each case.", DefaultValueFactory = _ => 5 };
var seconds = new Option<double>("--seconds") { Description = "Length of one measurement.", DefaultValueFactory = _ => 3 };
var output = new Option<string?>("--out") { Description = "Also write the page to this file." };
var root = new RootCommand("Measures the broker beside Mosquitto: CPU time a message, latency, memory, connects a second. Linux; everything on 127.0.0.1.") { cases, runs, seconds, output };
root.SetAction(parsed =>
{
    var chosen = parsed.GetValue(cases) is { Length: > 0 } names ? names : [.. CaseList.All.Select(loadCase => loadCase.Name)];
    var unknown = chosen.Except(CaseList.All.Select(loadCase => loadCase.Name)).ToList();
    if (unknown.Count > 0 || parsed.GetValue(runs) is < 1 or > 100 || parsed.GetValue(seconds) is < 0.5 or > 60)
    {
        Console.Error.WriteLine($"--cases knows no '{string.Join("', '", unknown)}'; --runs is 1 to 100, --seconds 0.5 to 60. See --help.");
        return 2;
    }

    return RunCases(chosen, parsed.GetValue(runs), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(output));
});
root.Subcommands.Add(SoakCommand.Create());
return root.Parse(args).Invoke();

int RunCases(IReadOnlyList<string> chosen, int count, TimeSpan duration, string? file)
{
    if (MosquittoServer.Program is null)
    {
        Console.Error.WriteLine("Mosquitto is not installed (apt-get install mosquitto): busroot is measured alone, and no ratio can be told.");
    }

    try
    {
        var began = TimeProvider.System.GetLocalNow();
        var results = new List<CaseResult>();
        foreach (var loadCase in CaseList.All.Where(loadCase => chosen.Contains(loadCase.Name)))
        {
            Console.Error.WriteLine($"{loadCase.Name}: {loadCase.Title}");
            results.Add(Interleaving.Run(loadCase, count, duration, (system, outcome) => Console.Error.WriteLine(Report.Line(system, outcome))));
        }

        var page = Report.Page(results, $"dotnet run -c Release --project tests/Load -- {string.Join(' ', args)}".TrimEnd(' ', '-'), began);
        Console.WriteLine(page);
        if (file is not null)
        {
            File.WriteAllText(file, page + "\n");
        }

        return 0;
    }
    catch (Exception fault) when (fault is LoadException or SocketException or IOException)
    {
        Console.Error.WriteLine(fault.Message);
        return 1;
    }
}
