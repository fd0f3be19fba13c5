namespace Busroot.Server.Tests;

/// <summary>A place for a data directory and a rules directory that is gone after the test.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public TemporaryDirectory()
    {
        Parent = Directory.CreateTempSubdirectory("busroot-test-").FullName;
        Directory.CreateDirectory(Rules);
    }

    public string Parent { get; }

    public string Data => Path.Combine(Parent, "data");

    public string Rules => Path.Combine(Parent, "rules");

    public void Dispose() => Directory.Delete(Parent, recursive: true);
}
