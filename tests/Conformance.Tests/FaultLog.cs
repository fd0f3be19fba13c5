using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Busroot.Conformance.Tests;

/// <summary>Keeps what is logged as an error: a fault of ours, never of a client.</summary>
internal sealed class FaultLog : ILoggerFactory, ILogger
{
    public ConcurrentQueue<string> Faults { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) { }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true; // so that every message is formatted, whatever a client put into it

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var text = formatter(state, exception);
        if (logLevel >= LogLevel.Error)
        {
            Faults.Enqueue($"{text} {exception}");
        }
    }

    public void Dispose() { }
}
