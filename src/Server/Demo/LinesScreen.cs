namespace Busroot.Server.Demo;

/// <summary>A line for each reading, without colours: for a pipe, a file, a log.</summary>
internal sealed class LinesScreen(TextWriter output) : IDemoScreen
{
    public Task ShowAsync(IReadOnlyList<string> devices, Func<Action<DemoReading>, Task> work)
    {
        var width = devices.Max(device => device.Length);
        return work(reading => output.WriteLine($"{reading.Device.PadRight(width)}  {reading.Raw}  ->  {Result(reading)}"));
    }

    private static string Result(DemoReading reading) => reading.Fate switch
    {
        DemoFate.Signals => reading.Result,
        DemoFate.Ignored => $"ignored: {reading.Result}",
        _ => $"quarantined: {reading.Result}",
    };
}
