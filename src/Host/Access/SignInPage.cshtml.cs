using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using OpsWorkflows.Host.Demo;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.Host.People;

namespace OpsWorkflows.Host.Access;

/// <summary>Where a person gives e-mail address and password; in Development also lists the demo people.</summary>
[AllowAnonymous]
[EnableRateLimiting(AccessRegistration.SignInRateLimit)]
public sealed class SignInPageModel(PasswordSignIn signIn, FirstAdministrator firstAdministrator, IHostEnvironment environment) : PageModel
{
    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public FieldErrors Errors { get; } = new();

    public IReadOnlyList<NewPerson> DemoPeople => environment.IsDevelopment() ? DemoOffice.People : [];

    public async Task<IActionResult> OnGetAsync(CancellationToken token) =>
        !environment.IsDevelopment() && await firstAdministrator.IsMissingAsync(token) ? Redirect("/first-administrator")
        : User.Identity?.IsAuthenticated == true ? Redirect(Target)
        : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken token)
    {
        Require("email", Email);
        Require("password", Password);
        if (Errors.Any)
        {
            return Refuse(StatusCodes.Status422UnprocessableEntity);
        }
        switch (await signIn.CheckAsync(Email!, Password!, token))
        {
            case SignInResult.Right right:
                await HttpContext.SignInAsync(PersonClaims.ForSession(right.PersonId, right.SecurityStamp, CookieAuthenticationDefaults.AuthenticationScheme));
                return Redirect(Target);
            case SignInResult.LockedOut:
                Errors.Add("", Texts.Access["signIn.lockedOut", PasswordSignIn.LockoutTime.TotalMinutes]);
                return Refuse(StatusCodes.Status401Unauthorized);
            default:
                Errors.Add("email", Texts.Access["signIn.wrong"]);
                return Refuse(StatusCodes.Status401Unauthorized);
        }
    }

    string Target => Languages.IsLocal(ReturnUrl) ? ReturnUrl! : "/";

    void Require(string field, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            Errors.Add(field, Texts.Access[$"{field}.required"]);
        }
    }

    PageResult Refuse(int status)
    {
        Response.StatusCode = status;
        return Page();
    }
}
