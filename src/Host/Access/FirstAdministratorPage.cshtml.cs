using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Npgsql;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.Host.People;

namespace OpsWorkflows.Host.Access;

/// <summary>Makes the first administrator with the code that the host printed; not there once the office has one.</summary>
[AllowAnonymous]
[EnableRateLimiting(AccessRegistration.SignInRateLimit)]
public sealed class FirstAdministratorPageModel(FirstAdministrator firstAdministrator, NewPeople people) : PageModel
{
    [BindProperty]
    public string? Code { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public FieldErrors Errors { get; } = new();

    public async Task<IActionResult> OnGetAsync(CancellationToken token) => await firstAdministrator.IsMissingAsync(token) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken token)
    {
        if (!await firstAdministrator.IsMissingAsync(token))
        {
            return NotFound();
        }
        await CheckAsync();
        if (!Errors.Any && await CreateAsync(token))
        {
            return Redirect("/sign-in");
        }
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    async Task CheckAsync()
    {
        Require("code", Code);
        Require("name", Name);
        if (Email?.Trim() is not { Length: > 2 } email || email.IndexOf('@', StringComparison.Ordinal) is < 1 || email.EndsWith('@'))
        {
            Errors.Add("email", Texts.Access["email.required"]);
        }
        if ((await people.BrokenRulesAsync(Password ?? "")).Count > 0)
        {
            Errors.Add("password", Texts.Access["password.hint"]);
        }
    }

    async Task<bool> CreateAsync(CancellationToken token)
    {
        try
        {
            if (await firstAdministrator.CreateAsync(Code!, Name!, Email!, Password!, token))
            {
                return true;
            }
            Errors.Add("code", Texts.Access["first.wrongCode"]);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            Errors.Add("email", Texts.Access["email.taken"]);
        }
        return false;
    }

    void Require(string field, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            Errors.Add(field, Texts.Access[$"{field}.required"]);
        }
    }
}
