namespace Busroot.Storage.Tests;

/// <summary>A directory that does not exist yet and is gone after the test, with everything in it.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Parent { get; } = Directory.CreateTempSubdirectory("busroot-test-").FullName;

    public string Data => Path.Combine(Parent, "data");

    public string File(string name) => Path.Combine(Data, name);

    public void Dispose() => Directory.Delete(Parent, recursive: true);
}
