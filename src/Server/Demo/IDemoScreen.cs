namespace Busroot.Server.Demo;

/// <summary>Shows the demo's readings as they happen.</summary>
internal interface IDemoScreen
{
    /// <summary>Shows readings until the work is done.</summary>
    /// <param name="devices">The Device IDs that will have readings, in order.</param>
    /// <param name="work">Gives each reading to its argument. Threads: calls it from one thread at a time.</param>
    Task ShowAsync(IReadOnlyList<string> devices, Func<Action<DemoReading>, Task> work);
}
