using System.Security.Claims;
using System.Security.Principal;
using System.Text;
using Busroot.Broker.Identity;

namespace Busroot.Server.Api;

/// <summary>Lets a request through when it brings the key or token of an administrator.</summary>
/// <remarks>
/// Takes <c>Authorization: Bearer token</c> and <c>Basic name:token</c>. Asks for Bearer only: a browser that is asked for Basic keeps what
/// it was given and adds it to requests that other sites cause.
/// </remarks>
internal sealed class AdministratorOnly(Registry registry) : IMiddleware
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        // Every endpoint wants a login unless it says otherwise, so that a new one is not open by accident; and before its body is read.
        if (context.GetEndpoint()?.Metadata.GetMetadata<NeedsNoLogin>() is not null)
        {
            await next(context);
            return;
        }

        var login = Login(context.Request.Headers.Authorization.ToString());
        if (!login.Accepted)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await new ProblemDocument("Who are you?", 401,
                "Send the token of an administrator: 'Authorization: Bearer TOKEN'. 'busroot services add NAME --role admin' makes one.").WriteAsync(context);
        }
        else if (login.Principal is not Principal.Service { Account.Role: ServiceRole.Admin })
        {
            await new ProblemDocument("Not allowed", 403, $"{login.Principal.UserName} is no administrator.").WriteAsync(context);
        }
        else
        {
            context.User = new ClaimsPrincipal(new GenericIdentity(login.Principal.UserName));
            await next(context);
        }
    }

    private AuthenticationResult Login(string header)
    {
        var nobody = new AuthenticationResult(null, AuthenticationRefusal.BadUserNameOrPassword);
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        var (scheme, value) = space < 0 ? (header, "") : (header[..space], header[(space + 1)..].Trim());
        return scheme.ToUpperInvariant() switch
        {
            "BEARER" => registry.AuthenticateService(Encoding.UTF8.GetBytes(value)),
            "BASIC" => Basic(value) is var (name, password) ? registry.Authenticate(name, password) : nobody,
            _ => nobody,
        };
    }

    private static (string Name, byte[] Password)? Basic(string value)
    {
        var bytes = new byte[value.Length];
        if (!Convert.TryFromBase64String(value, bytes, out var length) || bytes.AsSpan(0, length).IndexOf((byte)':') is var colon && colon < 0)
        {
            return null;
        }

        return (Encoding.UTF8.GetString(bytes, 0, colon), bytes[(colon + 1)..length]);
    }
}

/// <summary>Marks an endpoint that answers everybody.</summary>
internal sealed class NeedsNoLogin;
