using System.Text.Json.Serialization;

namespace Busroot.Server.Api;

/// <summary>A problem as RFC 9457 writes it, with every bad field under <c>errors</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record ProblemDocument(string Title, int Status, string Detail, IReadOnlyDictionary<string, string[]>? Errors = null)
{
    /// <summary>Answers a request with this problem.</summary>
    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        return context.Response.WriteAsJsonAsync(this, ApiJson.Default.ProblemDocument, "application/problem+json", context.RequestAborted);
    }
}
