namespace Busroot.EndToEnd.Tests.Clients;

/// <summary>A test that drives the server with mosquitto's clients; skipped, with the reason, where they are not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MosquittoFactAttribute : FactAttribute
{
    public MosquittoFactAttribute() => Skip = Mosquitto.MissingReason;
}
