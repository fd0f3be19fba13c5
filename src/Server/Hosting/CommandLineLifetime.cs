namespace Busroot.Server.Hosting;

/// <summary>Leaves the signals to the command line, which cancels the command on Ctrl-C and SIGTERM.</summary>
internal sealed class CommandLineLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
