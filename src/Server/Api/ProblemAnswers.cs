using System.Text.Json;
using Busroot.Server.Administration;
using Busroot.Storage;
using Microsoft.AspNetCore.Diagnostics;

namespace Busroot.Server.Api;

/// <summary>Turns what went wrong in a request into a problem document; the one place where the API catches.</summary>
internal sealed class ProblemAnswers(ILogger<ProblemAnswers> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        await Document(exception, httpContext).WriteAsync(httpContext);
        return true;
    }

    private ProblemDocument Document(Exception error, HttpContext context)
    {
        switch (error)
        {
            case AdministrationException refused:
                return new(Title(refused.Fault), (int)refused.Fault, refused.Message, refused.Fields.Count > 0 ? refused.Fields : null);
            case BadHttpRequestException { InnerException: JsonException json }:
                return new("The body cannot be read", 400, Said(json));
            case BadHttpRequestException bad:
                return new("The request cannot be read", bad.StatusCode, bad.Message);
            case StorageException storage:
                ServerLog.RequestNotStored(log, context.Request.Method, context.Request.Path, storage.Message);
                return new("It could not be stored", storage.Fault == StorageFault.DiskFull ? 507 : 503, storage.Message);
            default:
                ServerLog.RequestFailed(log, error, context.Request.Method, context.Request.Path);
                return new("The server failed", 500, "An unexpected error; the server's log has it.");
        }
    }

    private static string Title(AdministrationFault fault) => fault switch
    {
        AdministrationFault.Invalid => "Some fields cannot be accepted",
        AdministrationFault.NotFound => "Not found",
        AdministrationFault.Exists => "It exists already",
        _ => "Not available now",
    };

    // The serializer's sentence ends in a path and positions; its type names mean nothing to a caller.
    private static string Said(JsonException json) => json.Message.StartsWith("The JSON property", StringComparison.Ordinal)
        ? $"Unknown field at {json.Path}; the API's documentation lists the fields there are."
        : $"Not the JSON that is expected, at {json.Path ?? "$"}, line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}.";
}
