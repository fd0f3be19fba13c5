namespace Busroot.EndToEnd.Tests.Clients;

/// <inheritdoc cref="MosquittoFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MosquittoTheoryAttribute : TheoryAttribute
{
    public MosquittoTheoryAttribute() => Skip = Mosquitto.MissingReason;
}
